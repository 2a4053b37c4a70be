"""Which processes use an embedded PostgreSQL: the first one starts it, the last one to leave stops it.

Users hold a shared lock on a file. The operating system gives a lock back when its process ends, however
it ends, so nobody has to count process numbers that may be stale.
"""

import atexit
import fcntl
import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from registry.database.embedded import process
from registry.database.embedded.account import Account, account_for
from registry.database.embedded.cluster import make_cluster, write_tuning
from registry.database.errors import ServerUnavailableError


@dataclass(frozen=True, slots=True)
class _Membership:
    account: Account
    users: int
    """Open file that carries this process's shared lock."""
    joined_by: int
    """Number of the process that joined; a fork of it must not leave in its name."""


_MEMBERSHIPS: dict[Path, _Membership] = {}
"""The locks this process holds: they have to stay open as long as it lives."""
_THREADS = threading.Lock()


def join(cluster: Path, tuning: Mapping[str, str]) -> None:
    """Use the server of `cluster` until this process ends: make and start it if need be.

    Safe to call again, from several threads and processes, and after a kill at any moment.
    """
    with _THREADS, _starting(cluster):
        if cluster not in _MEMBERSHIPS:
            _MEMBERSHIPS[cluster] = _enter(cluster, tuning)
            atexit.register(leave, cluster)
        process.start(cluster, _MEMBERSHIPS[cluster].account)


def _enter(cluster: Path, tuning: Mapping[str, str]) -> _Membership:
    account = account_for(cluster)
    if not (cluster / "PG_VERSION").exists():
        make_cluster(cluster, account, tuning)
    elif not process.running(cluster):
        write_tuning(cluster, account, tuning)
    users = os.open(cluster.with_suffix(".users"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    fcntl.flock(users, fcntl.LOCK_SH)
    return _Membership(account, users, os.getpid())


def leave(cluster: Path) -> None:
    """Stop using the server of `cluster`; stop it if nobody else uses it."""
    with _THREADS:
        membership = _MEMBERSHIPS.get(cluster)
        if membership is None or membership.joined_by != os.getpid():
            return
        with _starting(cluster):
            if _is_last(membership):
                process.stop(cluster, membership.account)
            os.close(membership.users)
        del _MEMBERSHIPS[cluster]
        atexit.unregister(leave)
        for other in _MEMBERSHIPS:
            atexit.register(leave, other)


def _is_last(membership: _Membership) -> bool:
    try:
        fcntl.flock(membership.users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _starting(cluster: Path) -> Iterator[None]:
    """Let one process at a time make, start or stop the server."""
    try:
        cluster.parent.mkdir(parents=True, exist_ok=True)
        lock = os.open(cluster.with_suffix(".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except PermissionError as error:
        raise ServerUnavailableError(
            f"没有使用数据文件夹 {cluster.parent} 的权限。"
            "请用建立它的系统账户运行，或用 REGISTRY_DATA 另选一个文件夹。"
        ) from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)
