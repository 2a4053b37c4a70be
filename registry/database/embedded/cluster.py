"""Making the folder of an embedded PostgreSQL: initdb, our settings, the roles, the database."""

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from registry.database.embedded.account import Account, let_read, let_through
from registry.database.embedded.binaries import binaries, run
from registry.database.errors import ServerUnavailableError

OWNER = "postgres"
"""Role that owns the tables: used by migrations, backup and restore."""
APPLICATION = "registry"
"""Role of the running application: reads and writes records, cannot alter tables nor the change log."""
DATABASE = "registry"

TUNING: Mapping[str, str] = {
    "shared_buffers": "256MB",
    "work_mem": "32MB",
    "maintenance_work_mem": "128MB",
    "temp_buffers": "64MB",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_connections": "200",
    "jit": "off",
    "log_timezone": "UTC",
    "timezone": "UTC",
}
"""Settings for one machine without replicas, written into `registry.conf`; ALTER SYSTEM overrides them."""

_BOOTSTRAP = f"""\
CREATE ROLE {APPLICATION} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE;
CREATE DATABASE {DATABASE} OWNER {OWNER};
"""


def make_cluster(cluster: Path, account: Account, tuning: Mapping[str, str]) -> None:
    """Make the folder `cluster` in one step: whoever sees it sees it complete, even after a kill.

    The name it is made under is new each time: the initdb of a process that was killed may still be writing.
    Raises ServerUnavailableError if initdb fails.
    """
    cluster.parent.mkdir(parents=True, exist_ok=True)
    let_through(cluster, account)
    let_read(binaries().parent, account)
    unfinished = Path(tempfile.mkdtemp(prefix=f"{cluster.name}.unfinished-", dir=cluster.parent))
    os.chown(unfinished, account.user, account.group)
    _initialise(unfinished, account)
    write_tuning(unfinished, account, tuning)
    _bootstrap(unfinished, account)
    unfinished.rename(cluster)
    for abandoned in cluster.parent.glob(f"{cluster.name}.unfinished-*"):
        shutil.rmtree(abandoned, ignore_errors=True)


def _initialise(folder: Path, account: Account) -> None:
    finished = run(
        account,
        "initdb",
        f"--pgdata={folder}",
        f"--username={OWNER}",
        "--auth-local=trust",
        "--auth-host=reject",
        "--encoding=UTF8",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C",
    )
    if finished.returncode:
        raise ServerUnavailableError(f"数据库文件夹 {folder} 未能建立：{finished.stderr.strip()}")
    with (folder / "postgresql.conf").open("a", encoding="utf-8") as configuration:
        configuration.write("\ninclude_if_exists = 'registry.conf'\n")


def write_tuning(folder: Path, account: Account, tuning: Mapping[str, str]) -> None:
    """Write our settings into `registry.conf`, which PostgreSQL reads when it starts."""
    path = folder / "registry.conf"
    lines = [f"{name} = '{value}'" for name, value in {**TUNING, **tuning}.items()]
    path.write_text(
        "# Written by the registry at every start; use ALTER SYSTEM to change a setting.\n"
        + "\n".join(lines)
        + "\n",
        encoding="utf-8",
    )
    os.chown(path, account.user, account.group)


def _bootstrap(folder: Path, account: Account) -> None:
    finished = run(account, "postgres", "--single", "-D", str(folder), "postgres", text=_BOOTSTRAP)
    if finished.returncode or "ERROR" in finished.stderr:
        raise ServerUnavailableError(f"数据库未能建立：{finished.stderr.strip()}")
