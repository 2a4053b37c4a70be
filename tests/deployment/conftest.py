"""The processes of compose.yaml by hand: PostgreSQL over TCP with the same roles, a real Meilisearch where there is one."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from registry.database.embedded.account import Account, account_for, let_read, let_through
from registry.database.embedded.binaries import binaries, identity, run
from tests.contracts.servers import free_port, missing, started_server

ROOT = Path(__file__).parents[2]
SECONDS = 60


@dataclass(frozen=True)
class Stack:
    """A folder with everything, and what each kind of process is told."""

    folder: Path
    migrating: dict[str, str]
    web: dict[str, str]
    worker: dict[str, str]
    engine: str


@pytest.fixture
def folder() -> Iterator[Path]:
    """Outside pytest's own folder, which is closed to the account of the database."""
    made = Path(tempfile.mkdtemp(prefix="registry-stack-"))
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture
def secrets(folder: Path) -> tuple[Path, int]:
    """What deploy/make_secrets.sh makes, and the port that its URLs name."""
    port = free_port()
    subprocess.run(
        ["sh", ROOT / "deploy/make_secrets.sh", folder / "secrets"],
        env={**os.environ, "REGISTRY_DATABASE_HOST": f"127.0.0.1:{port}"},
        check=True,
    )
    return folder / "secrets", port


@pytest.fixture
def postgres(folder: Path, secrets: tuple[Path, int]) -> Iterator[None]:
    """A new PostgreSQL that takes passwords only, with the roles of deploy/roles.sql."""
    made, port = secrets
    cluster = folder / "cluster"
    account = account_for(cluster)
    let_through(cluster, account)
    let_read(binaries().parent, account)
    let_read(made, account)
    cluster.mkdir(mode=0o700)
    os.chown(cluster, account.user, account.group)
    _initialise(account, cluster, made / "superuser_password")
    server = _started(account, cluster, port)
    try:
        _make_roles(server, made, port)
        yield
    finally:
        server.terminate()
        server.wait(SECONDS)


def _initialise(account: Account, cluster: Path, password: Path) -> None:
    initialised = run(
        account,
        "initdb",
        f"--pgdata={cluster}",
        "--username=postgres",
        f"--pwfile={password}",
        "--auth-host=scram-sha-256",
        "--auth-local=scram-sha-256",
        "--encoding=UTF8",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C",
    )
    assert initialised.returncode == 0, initialised.stderr


def _started(account: Account, cluster: Path, port: int) -> "subprocess.Popen[bytes]":
    settings = (f"port={port}", "listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off")
    options = [part for setting in settings for part in ("-c", setting)]
    with (cluster.parent / "postgres.log").open("wb") as log:
        return subprocess.Popen(
            [binaries() / "postgres", "-D", cluster, *options], stderr=log, cwd="/", **identity(account)
        )


def _make_roles(server: "subprocess.Popen[bytes]", made: Path, port: int) -> None:
    place = ["--host=127.0.0.1", f"--port={port}", "--username=postgres", "--dbname=postgres"]
    psql = [binaries() / "psql", "--no-psqlrc", "--quiet", *place]
    environment = {
        **os.environ,
        "PGPASSWORD": (made / "superuser_password").read_text(),
        "REGISTRY_SECRETS": str(made),
    }

    def asked(*arguments: str | Path) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [*psql, *arguments], env=environment, capture_output=True, text=True, check=False
        )

    until = time.monotonic() + SECONDS
    while asked("--command=SELECT 1").returncode:
        assert server.poll() is None
        assert time.monotonic() < until
        time.sleep(0.1)
    finished = asked("--file", ROOT / "deploy/roles.sql")
    assert finished.returncode == 0, finished.stderr


@pytest.fixture
def stack(folder: Path, secrets: tuple[Path, int], postgres: None) -> Iterator[Stack]:
    """PostgreSQL, and Meilisearch where there is a program of that name; otherwise the index is embedded."""
    made, _ = secrets
    (folder / "data").mkdir()
    base = {"REGISTRY_DATA": str(folder / "data"), "REGISTRY_LOG_FORMAT": "json"}
    given = {
        "migrating": give(folder / "given/migrating", made, "database_url", "migration_url"),
        "web": give(folder / "given/web", made, "database_url", "metrics_token", "secret_key"),
        "worker": give(folder / "given/worker", made, "database_url"),
    }
    each = {name: {**base, "REGISTRY_SECRETS": str(path)} for name, path in given.items()}
    if missing():
        yield Stack(folder, **each, engine="embedded")
        return
    with started_server(folder, free_port(), (made / "meilisearch_master_key").read_text()) as meilisearch:
        keys = folder / "searching", folder / "writing"
        for path in keys:
            path.mkdir()
        reached = {"REGISTRY_MEILISEARCH_URL": meilisearch.url}
        registry({**base, **reached}, "search-keys", "--master-key", made / "meilisearch_master_key", *keys)
        for name, path in zip(("web", "worker"), keys, strict=True):
            each[name] |= {**reached, "REGISTRY_SECRETS": f"{given[name]}:{path}"}
        yield Stack(folder, **each, engine="meilisearch")


def give(folder: Path, made: Path, *names: str) -> Path:
    """A folder of secrets as a container sees it."""
    folder.mkdir(parents=True)
    for name in names:
        shutil.copy(made / name, folder / f"registry_{name}")
    return folder


def registry(environment: dict[str, str], *arguments: str | Path) -> str:
    """What the command prints; it has to succeed."""
    finished = subprocess.run(
        program(*arguments), env=environment_of(environment), capture_output=True, text=True, check=False
    )
    assert finished.returncode == 0, finished.stderr
    return finished.stdout


def program(*arguments: str | Path) -> list[str | Path]:
    """The `registry` command."""
    return [sys.executable, "-m", "registry.cli", *arguments]


def environment_of(environment: dict[str, str]) -> dict[str, str]:
    """Ours, with nothing of the registry's but what is given."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("REGISTRY_")}
    return {**ours, **environment}
