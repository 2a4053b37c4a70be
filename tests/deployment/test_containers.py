"""What compose.yaml and the Dockerfile promise: little rights, no secret in them, nothing open but the web port."""

import re
import shutil
import subprocess
import tomllib
from base64 import urlsafe_b64decode
from pathlib import Path
from typing import Any

import pytest
import yaml

from registry.cli import COMMANDS
from registry.settings import SECRETS, Settings
from tests.deployment.conftest import ROOT

ONCE = ("migrate", "search-keys")
WITHOUT_AN_ANSWER = (*ONCE, "worker")


def composed() -> dict[str, Any]:
    made: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
    return made


SERVICES = composed()["services"]


def secrets_of(name: str) -> set[str]:
    given = SERVICES[name].get("secrets", [])
    return {one if isinstance(one, str) else one["source"] for one in given}


def test_all_parts_are_there() -> None:
    assert set(SERVICES) == {"postgres", "meilisearch", "web", "worker", *ONCE}


@pytest.mark.parametrize("name", SERVICES)
def test_every_part_has_few_rights_and_bounds(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert set(service["deploy"]["resources"]["limits"]) == {"cpus", "memory"}
    assert service["restart"] == ("no" if name in ONCE else "unless-stopped")
    assert not {"privileged", "network_mode", "pid", "devices", "cap_add"} & set(service)
    if name in WITHOUT_AN_ANSWER:
        assert service["healthcheck"] == {"disable": True}
    elif name != "web":  # its image has one
        assert service["healthcheck"]["test"]


def test_nothing_is_open_but_the_web_port() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["web"]
    assert SERVICES["web"]["ports"] == ["${REGISTRY_PUBLISH:-127.0.0.1:8000}:8000"]
    assert composed()["networks"]["inside"] == {"internal": True}
    for name, service in SERVICES.items():
        assert service["networks"] == (["inside", "outside"] if name == "web" else ["inside"])


def test_each_part_is_given_the_secrets_that_it_needs_and_no_other() -> None:
    declared = composed()["secrets"]
    assert {name: secrets_of(name) for name in SERVICES} == {
        "postgres": {"superuser_password", "owner_password", "application_password"},
        "meilisearch": {"meilisearch_master_key"},
        "migrate": {"database_url", "migration_url"},
        "search-keys": {"meilisearch_master_key"},
        "web": {"database_url", "metrics_token", "secret_key"},
        "worker": {"database_url"},
    }
    assert set(declared) == set().union(*map(secrets_of, SERVICES))
    assert all(one == {"file": f"./secrets/{name}"} for name, one in declared.items())
    assert "secrets/" in (ROOT / ".gitignore").read_text("utf-8").split()


def test_no_environment_holds_a_secret_and_every_setting_is_one() -> None:
    hidden = {"DATABASE_URL", "MIGRATION_URL", "MEILISEARCH_KEY", "METRICS_TOKEN", "SECRET_KEY", "SMTP_URL"}
    known = {f"REGISTRY_{name.upper()}" for name in Settings.model_fields} | {SECRETS}
    for service in SERVICES.values():
        given = {name for name in service.get("environment", {}) if name.startswith("REGISTRY_")}
        assert given <= known
        assert not {f"REGISTRY_{name}" for name in hidden} & given
    targets = {
        one["target"].upper()
        for service in SERVICES.values()
        for one in service.get("secrets", [])
        if isinstance(one, dict)
    }
    assert targets <= known


def test_every_volume_and_command_is_known() -> None:
    named = {
        volume.split(":")[0]
        for service in SERVICES.values()
        for volume in service.get("volumes", [])
        if not volume.startswith(".")
    }
    assert named == set(composed()["volumes"])
    for name in ("web", "worker", *ONCE):
        assert SERVICES[name]["command"][0] in COMMANDS


def test_the_secrets_are_made_once(tmp_path: Path) -> None:
    make = ["sh", ROOT / "deploy/make_secrets.sh", tmp_path / "secrets"]
    subprocess.run(make, check=True)
    made = {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()}
    assert set(made) == set(composed()["secrets"])
    assert len(set(made.values())) == len(made)
    assert (
        made["database_url"]
        == f"postgresql://registry_app:{made['application_password']}@postgres:5432/registry"
    )
    assert made["owner_password"] in made["migration_url"]
    assert all(
        len(made[name]) == 48 for name in made if name not in ("database_url", "migration_url", "secret_key")
    )
    assert len(urlsafe_b64decode(made["secret_key"])) == 32
    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700
    subprocess.run(make, check=True)
    assert {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()} == made


def compose_program() -> list[str] | None:
    for program in (["docker", "compose"], ["docker-compose"]):
        if shutil.which(program[0]):
            asked = subprocess.run([*program, "version"], capture_output=True, check=False)
            if asked.returncode == 0:
                return program
    return None


def test_compose_accepts_the_file() -> None:
    program = compose_program()
    if program is None:
        pytest.skip(
            "neither `docker compose` nor docker-compose is here; its structure is tested all the same"
        )
    read = subprocess.run(
        [*program, "--file", "compose.yaml", "config", "--quiet"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert read.returncode == 0, read.stderr


def dockerfile() -> str:
    return (ROOT / "Dockerfile").read_text("utf-8")


def test_the_image_is_made_from_locked_packages_and_runs_without_rights() -> None:
    text = dockerfile()
    installs = re.findall(r"pip [^\n]*install [^\n]*", text)
    assert len(installs) == 3
    assert all("--require-hashes" in one or "--no-index" in one for one in installs)
    stages = re.split(r"^FROM ", text, flags=re.MULTILINE)[1:]
    assert len(stages) == 2
    last = stages[-1]
    assert re.search(r"^USER 10001:10001$", last, re.MULTILINE)
    assert "HEALTHCHECK" in last
    assert "pip" not in last
    assert not re.search(r"https?://(?!127\.0\.0\.1)", text)
    assert not re.search(r"pypi|mirror|index-url", text, re.IGNORECASE)


def test_what_the_image_is_made_from_reaches_it_and_nothing_else() -> None:
    let_in = {
        line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")
    }
    packages = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["packages"]
    assert let_in == {
        *(pattern.rstrip("*") for pattern in packages["find"]["include"]),
        *("README.md", "pyproject.toml", "requirements.lock", "requirements.runtime.lock"),
    }


def locked(name: str) -> dict[str, str]:
    """The locked packages with version, condition and hashes."""
    text = re.sub(r"\\\n\s*", "", (ROOT / name).read_text("utf-8"))
    return {line.split("==")[0]: line for line in text.splitlines() if "==" in line}


def test_what_is_needed_to_run_is_locked_as_for_development() -> None:
    every, running = locked("requirements.lock"), locked("requirements.runtime.lock")
    versions = {name: line.split("==")[1].split()[0] for name, line in every.items()}
    assert {
        name: line.split("==")[1].split()[0] for name, line in running.items()
    }.items() <= versions.items()
    for name, line in running.items():
        assert set(re.findall(r"sha256:\w+", line)) == set(re.findall(r"sha256:\w+", every[name])) != set()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    names = {re.split(r"[\[<>=!~ ;]", entry)[0] for entry in project["dependencies"]}
    assert {re.split(r"[\[ ]", name)[0] for name in running} >= names
    assert not {"pytest", "mypy", "playwright", "ruff"} & set(running)
