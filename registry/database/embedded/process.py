"""Starting, finding and stopping the process of an embedded PostgreSQL."""

import contextlib
import hashlib
import os
import shlex
import socket
import tempfile
import time
from pathlib import Path

import psutil

from registry.database.embedded.account import Account, let_through
from registry.database.embedded.binaries import run, run_detached
from registry.database.errors import ServerUnavailableError

START_SECONDS = 1800
"""How long a start may take: after a crash PostgreSQL first replays what it had not written yet."""
SOCKET_PATH_BYTES = 100
"""Longest path of a Unix socket that every system takes (Linux 107, macOS 103)."""
ORPHAN_SECONDS = 60
"""How long the remaining parts of a server that was killed may take to end."""
_SOCKET = ".s.PGSQL.5432"


def socket_folder(cluster: Path) -> Path:
    """Folder of the server's socket: the cluster, or one in the temporary folder if that path is too long."""
    if len(os.fsencode(cluster / _SOCKET)) <= SOCKET_PATH_BYTES:
        return cluster
    name = hashlib.sha256(os.fsencode(cluster)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"registry-{name}"


def start(cluster: Path, account: Account) -> None:
    """Start the server unless it runs, and wait until it takes connections. Call it under the start lock.

    Raises ServerUnavailableError with the end of the server's log.
    """
    sockets = _ready_socket_folder(cluster, account)
    if not running(cluster):
        _forget_dead_server(cluster, sockets)
        _start(cluster, account, sockets)
    _wait_until_ready(cluster, sockets)


def _start(cluster: Path, account: Account, sockets: Path) -> None:
    options = f"-c listen_addresses='' -c unix_socket_permissions=0700 -k {shlex.quote(str(sockets))}"
    arguments = ["start", "--wait", f"--timeout={START_SECONDS}", "-D", str(cluster)]
    arguments += ["-l", str(cluster / "server.log"), "-o", options]
    for _ in range(ORPHAN_SECONDS):
        code = run_detached(account, "pg_ctl", arguments, cluster / "start.log")
        if code == 0 or running(cluster):
            return
        if "shared memory block" not in _end_of_log(cluster):
            break
        time.sleep(1)  # the parts of a killed server are still finishing
    raise _failed(cluster)


def _ready_socket_folder(cluster: Path, account: Account) -> Path:
    folder = socket_folder(cluster)
    if folder != cluster:
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=0o700)
            os.chown(folder, account.user, account.group)
        if folder.lstat().st_uid != account.user or folder.is_symlink():
            raise ServerUnavailableError(f"文件夹 {folder} 属于另一个系统账户，请删除后重试。")
        let_through(folder, account)
    return folder


def running(cluster: Path) -> bool:
    """Whether the server of `cluster` runs, be it starting or ready."""
    return server_process(cluster) is not None


def server_process(cluster: Path) -> psutil.Process | None:
    """The server's main process; None if it does not run, or its number belongs to another program now."""
    try:
        number = int((cluster / "postmaster.pid").read_text(encoding="utf-8").split("\n", 1)[0])
        process = psutil.Process(number)
        is_server = process.name().startswith("postgres") and str(cluster) in process.cmdline()
        return process if is_server and process.status() != psutil.STATUS_ZOMBIE else None
    except (FileNotFoundError, ValueError, psutil.NoSuchProcess, psutil.AccessDenied):
        return None


def _forget_dead_server(cluster: Path, sockets: Path) -> None:
    """Remove the marks of a server that was killed: its number may belong to another program by now.

    Or to nobody, but be taken still, until the system has cleared away what is left of the process.
    """
    (cluster / "postmaster.pid").unlink(missing_ok=True)
    (sockets / f"{_SOCKET}.lock").unlink(missing_ok=True)


def _wait_until_ready(cluster: Path, sockets: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if _marked_ready(cluster) and _answers(sockets / _SOCKET):
            return
        if not running(cluster):
            raise _failed(cluster)
        time.sleep(0.02)
    raise ServerUnavailableError(
        f"内嵌的 PostgreSQL 在 {START_SECONDS} 秒内未就绪，可能仍在恢复数据。"
        f"日志在 {cluster / 'server.log'}，请稍后重试。"
    )


def _marked_ready(cluster: Path) -> bool:
    try:
        lines = (cluster / "postmaster.pid").read_text(encoding="utf-8").split("\n")
    except FileNotFoundError:
        return False
    return len(lines) > 7 and lines[7].strip() == "ready"


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        try:
            probe.connect(str(path))
        except OSError:
            return False
    return True


def _end_of_log(cluster: Path) -> str:
    lines: list[str] = []
    for log in ("start.log", "server.log"):
        with contextlib.suppress(FileNotFoundError):
            lines += (cluster / log).read_text(encoding="utf-8", errors="replace").splitlines()[-8:]
    return "\n".join(lines)


def _failed(cluster: Path) -> ServerUnavailableError:
    return ServerUnavailableError(
        f"{cluster} 中内嵌的 PostgreSQL 未能启动，日志末尾：\n{_end_of_log(cluster)}"
    )


def stop(cluster: Path, account: Account) -> None:
    """Stop the server and wait until it has written everything."""
    if not running(cluster):
        return
    finished = run(
        account, "pg_ctl", "stop", "--wait", "--mode=fast", f"--timeout={START_SECONDS}", "-D", str(cluster)
    )
    if finished.returncode and running(cluster):
        raise ServerUnavailableError(f"内嵌的 PostgreSQL 未能停止：{finished.stderr.strip()}")
