"""Under which account of the operating system the embedded PostgreSQL runs, and what it may reach.

PostgreSQL refuses to run as root. Started by root, it runs as the account `pgserver`, which then needs
to pass through the folders above the data and above the binaries.
"""

import os
import pwd
import stat
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from registry.database.errors import ServerUnavailableError

ACCOUNT = "pgserver"


@dataclass(frozen=True, slots=True)
class Account:
    """An account of the operating system, by its numbers."""

    user: int
    group: int

    @property
    def is_self(self) -> bool:
        """True if this process already runs under the account."""
        return self.user == os.geteuid()


def account_for(cluster: Path) -> Account:
    """The account that owns `cluster`; for a new one: this process's, or `pgserver` when that is root.

    Raises ServerUnavailableError if the folder belongs to another account, or `pgserver` cannot be made.
    """
    if cluster.exists():
        owner = cluster.stat()
        return _checked(Account(owner.st_uid, owner.st_gid), cluster)
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    return _server_account()


def _checked(account: Account, cluster: Path) -> Account:
    if account.is_self or os.geteuid() == 0:
        return account
    raise ServerUnavailableError(
        f"数据库文件夹 {cluster} 属于另一个系统账户（编号 {account.user}）。"
        "请用建立它的账户运行，或用 REGISTRY_DATA 另选一个文件夹。"
    )


def _server_account() -> Account:
    try:
        entry = pwd.getpwnam(ACCOUNT)
    except KeyError:
        _create_account()
        entry = pwd.getpwnam(ACCOUNT)
    return Account(entry.pw_uid, entry.pw_gid)


def _create_account() -> None:
    command = ["useradd", "--system", "--user-group", "--shell", "/bin/sh", ACCOUNT]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - fixed arguments
    except (OSError, subprocess.CalledProcessError) as error:
        raise ServerUnavailableError(
            f"PostgreSQL 不能以 root 运行，系统账户 {ACCOUNT} 又未能建立（{error}）。"
            f"请自行建立（useradd --system {ACCOUNT}），或以普通用户运行，或设置 REGISTRY_DATABASE_URL。"
        ) from error


def let_through(path: Path, account: Account) -> None:
    """Let `account` pass through the folders above `path`: search permission only, where it is missing."""
    if account.is_self:
        return
    for folder in path.parents:
        if not _has(folder, account, stat.S_IXUSR):
            folder.chmod(stat.S_IMODE(folder.stat().st_mode) | stat.S_IXOTH)


def let_read(tree: Path, account: Account) -> None:
    """Let `account` read the files below `tree` and run those that are programs, where it could not."""
    if account.is_self:
        return
    let_through(tree, account)
    for path in _below(tree):
        mode = stat.S_IMODE(path.stat().st_mode)
        wanted = stat.S_IRUSR | (mode & stat.S_IXUSR)
        if not _has(path, account, wanted):
            path.chmod(mode | (wanted >> 6))


def _below(tree: Path) -> Iterator[Path]:
    yield tree
    for folder, folders, files in os.walk(tree):
        for name in (*folders, *files):
            path = Path(folder, name)
            if not path.is_symlink():
                yield path


def _has(path: Path, account: Account, wanted: int) -> bool:
    """Whether the permission bits `wanted` (written as those of the owner) hold for `account`."""
    status = path.stat()
    if status.st_uid == account.user:
        shift = 0
    elif status.st_gid == account.group:
        shift = 3
    else:
        shift = 6
    return status.st_mode & (wanted >> shift) == wanted >> shift
