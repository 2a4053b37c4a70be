"""The embedded PostgreSQL: started by the first process, shared, survives kills, stopped by the last."""

import asyncio
import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import asyncpg
import psutil
import pytest

from registry.database.embedded import process
from registry.database.embedded.membership import leave
from registry.database.errors import ServerUnavailableError
from registry.database.server import database_url, migration_url
from registry.settings import Settings

USER = """
import os, sys
from registry.database.embedded.binaries import binaries
from registry.database.server import database_url
from registry.settings import Settings
if len(sys.argv) > 2:
    os.setgroups([])
    os.setgid(int(sys.argv[3]))
    os.setuid(int(sys.argv[2]))
    if not os.access(binaries() / "postgres", os.X_OK):
        sys.exit("closed to ordinary users")
print(database_url(Settings(data=sys.argv[1])), flush=True)
sys.stdin.readline()
"""


def _query(url: str, query: str = "SELECT current_user::text"):
    async def ask():
        connection = await asyncpg.connect(url)
        try:
            return await connection.fetchval(query)
        finally:
            await connection.close()

    return asyncio.run(ask())


class Other:
    """Another process that uses the server of a data folder until told to end."""

    def __init__(self, data: Path, *account: int, **options: object) -> None:
        self.child = subprocess.Popen(
            [sys.executable, "-W", "error", "-c", USER, str(data), *map(str, account)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options,
        )  # fmt: skip

    def url(self) -> str:
        return self.child.stdout.readline().strip()

    def end(self) -> str:
        _, errors = self.child.communicate("\n")
        assert self.child.returncode == 0, errors
        return errors

    def kill(self) -> None:
        self.child.send_signal(signal.SIGKILL)
        self.child.communicate()


def test_application_and_owner_reach_one_database(data_folder):
    settings = Settings(data=data_folder)
    assert _query(database_url(settings)) == "registry"
    assert _query(migration_url(settings)) == "postgres"
    assert _query(migration_url(settings), "SELECT current_database()::text") == "registry"


def test_it_is_tuned_and_listens_to_no_network(data_folder):
    url = database_url(Settings(data=data_folder))
    wanted = {"shared_buffers": "256MB", "wal_level": "minimal", "jit": "off", "listen_addresses": ""}
    assert {name: _query(url, f"SHOW {name}") for name in wanted} == wanted
    assert _query(url, "SELECT current_setting('server_version_num')::int") >= 180000


def test_nothing_is_printed_and_nothing_warns(data_folder):
    environment = {name: value for name, value in os.environ.items() if name != "XDG_RUNTIME_DIR"}
    other = Other(data_folder, env=environment)
    assert other.url().startswith("postgresql://registry@/registry?host=")
    assert other.end() == ""


def test_processes_share_it_and_the_last_one_stops_it(data_folder):
    first, second = Other(data_folder), Other(data_folder)
    url = first.url()
    assert second.url() == url
    first.end()
    assert _query(url) == "registry"
    second.end()
    assert not process.running(data_folder.resolve() / "postgres")


def test_a_killed_process_neither_stops_it_nor_counts_as_a_user(data_folder):
    killed, living = Other(data_folder), Other(data_folder)
    url = killed.url()
    living.url()
    killed.kill()
    assert _query(url) == "registry"
    living.end()
    assert not process.running(data_folder.resolve() / "postgres")


def test_after_all_were_killed_the_next_one_takes_over(data_folder):
    killed = Other(data_folder)
    url = killed.url()
    killed.kill()
    assert _query(url) == "registry"
    assert database_url(Settings(data=data_folder)) == url
    leave(data_folder.resolve() / "postgres")
    assert not process.running(data_folder.resolve() / "postgres")


def test_a_killed_server_recovers_what_was_committed(data_folder):
    settings = Settings(data=data_folder)
    cluster = settings.postgres_folder
    _query(migration_url(settings), "CREATE TABLE kept AS SELECT 1 AS n")
    server = process.server_process(cluster)
    server.kill()
    psutil.wait_procs([server], timeout=10)
    assert _query(migration_url(settings), "SELECT n FROM kept") == 1


def test_the_number_of_a_dead_server_may_belong_to_another_program(data_folder):
    settings = Settings(data=data_folder)
    cluster = settings.postgres_folder
    database_url(settings)
    leave(cluster)
    mark = cluster / "postmaster.pid"
    mark.write_text(f"{os.getpid()}\n{cluster}\n0\n5432\n{cluster}\n\n0 0\nready\n")
    shutil.chown(mark, cluster.stat().st_uid)
    assert not process.running(cluster)
    assert _query(database_url(settings)) == "registry"


@pytest.mark.parametrize("moment", [0.0, 0.2, 0.4, 0.6])
def test_a_kill_while_it_is_made_or_started_does_no_harm(data_folder, moment):
    killed = Other(data_folder)
    time.sleep(moment)
    killed.kill()
    assert _query(database_url(Settings(data=data_folder))) == "registry"


def test_a_very_long_path(data_folder):
    deep = data_folder / ("很长的文件夹名" * 6) / ("another-long-name" * 5)
    settings = Settings(data=deep)
    url = database_url(settings)
    try:
        assert _query(url) == "registry"
        assert process.socket_folder(settings.postgres_folder) != settings.postgres_folder
    finally:
        leave(settings.postgres_folder)
        shutil.rmtree(process.socket_folder(settings.postgres_folder), ignore_errors=True)


def test_a_path_with_blanks_and_quotes(data_folder):
    settings = Settings(data=data_folder / "it's 数据")
    try:
        assert _query(database_url(settings)) == "registry"
    finally:
        leave(settings.postgres_folder)


def test_a_broken_folder_is_named_with_the_end_of_the_log(data_folder):
    settings = Settings(data=data_folder)
    database_url(settings)
    leave(settings.postgres_folder)
    with (settings.postgres_folder / "postgresql.conf").open("a", encoding="utf-8") as file:
        file.write("no_such_setting = 1\n")
    with pytest.raises(ServerUnavailableError, match="no_such_setting"):
        database_url(settings)


@pytest.mark.skipif(os.geteuid() != 0, reason="changes the account, which only root may")
class TestAccounts:
    def test_started_by_root_it_runs_as_another_account(self, data_folder):
        settings = Settings(data=data_folder)
        database_url(settings)
        server = process.server_process(settings.postgres_folder)
        assert pwd.getpwuid(server.uids().real).pw_name == "pgserver"

    def test_parents_are_opened_for_passing_through_only(self, data_folder):
        data_folder.chmod(0o700)
        inner = data_folder / "closed"
        inner.mkdir(mode=0o700)
        settings = Settings(data=inner / "data")
        database_url(settings)
        try:
            assert data_folder.stat().st_mode & 0o777 == 0o701
            assert inner.stat().st_mode & 0o777 == 0o701
        finally:
            leave(settings.postgres_folder)

    def test_an_ordinary_user_runs_it_too(self, data_folder):
        nobody = pwd.getpwnam("nobody")
        os.chown(data_folder, nobody.pw_uid, nobody.pw_gid)
        other = Other(data_folder, nobody.pw_uid, nobody.pw_gid)
        url = other.url()
        if not url and "closed to ordinary users" in other.child.communicate()[1]:
            pytest.skip("the virtual environment is closed to ordinary users")
        assert _query(url) == "registry"
        assert process.server_process(data_folder.resolve() / "postgres").uids().real == nobody.pw_uid
        other.end()

    def test_a_folder_of_another_account_is_named(self, data_folder):
        nobody = pwd.getpwnam("nobody")
        database_url(Settings(data=data_folder))
        data_folder.chmod(0o755)
        _, errors = Other(data_folder, nobody.pw_uid, nobody.pw_gid).child.communicate()
        assert "没有使用数据文件夹" in errors or "closed to ordinary users" in errors
        for lock in data_folder.glob("postgres.*"):
            lock.chmod(0o666)
        _, errors = Other(data_folder, nobody.pw_uid, nobody.pw_gid).child.communicate()
        assert "属于另一个系统账户" in errors or "closed to ordinary users" in errors
