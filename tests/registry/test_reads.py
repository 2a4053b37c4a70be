"""No read goes round the scope: a rule of the house, checked in the code itself."""

import ast
from collections.abc import Iterator
from pathlib import Path

import registry

ROOT = Path(registry.__file__).parent
WITHOUT = {
    "enterprises.patent_counts": "how many patents carry a name of each enterprise; counts alone are public",
    "imports.recent_batches": "names and days of the latest imports, which the first page shows to anyone",
}
"""Reads that take no scope, each with its reason."""
RUNNING_SQL = {
    "fetch",
    "fetchrow",
    "fetchval",
    "execute",
    "executemany",
    "raw",
    "select",
    "transaction",
    "connection",
}


def reads() -> Iterator[tuple[str, ast.AsyncFunctionDef, set[str]]]:
    """Each public read of a room, by room and name, with the classes its file defines."""
    for path in sorted(ROOT.glob("**/queries.py")):
        tree = ast.parse(path.read_text("utf-8"))
        room = path.parent.relative_to(ROOT).as_posix()
        classes = {node.name for node in tree.body if isinstance(node, ast.ClassDef)}
        for node in tree.body:
            if isinstance(node, ast.AsyncFunctionDef) and not node.name.startswith("_"):
                yield f"{room}.{node.name}", node, classes


def taken(read: ast.AsyncFunctionDef) -> set[str]:
    """The types of the parameters, as written."""
    return {ast.unparse(each.annotation) for each in read.args.args if each.annotation}


def test_every_read_of_a_room_takes_the_scope_of_its_caller() -> None:
    """Or a record of that room, which another read gave to this caller."""
    missing = [
        name
        for name, read, classes in reads()
        if not taken(read) & {"Scope", *classes} and name not in WITHOUT
    ]
    assert missing == []
    assert set(WITHOUT) <= {name for name, _, _ in reads()}


def test_pages_and_apis_run_no_sql_of_their_own() -> None:
    found = []
    for path in [*ROOT.glob("**/pages.py"), *ROOT.glob("**/pages/*.py"), *ROOT.glob("**/api.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            called = node.func if isinstance(node, ast.Call) else None
            name = getattr(called, "id", getattr(called, "attr", None))
            if name in RUNNING_SQL:
                found.append(f"{path.relative_to(ROOT)}:{node.lineno} {name}")
    assert found == []
