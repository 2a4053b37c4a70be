"""No read goes round the scope: a rule of the house, checked in the code itself."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import registry

ROOT = Path(registry.__file__).parent
WITHOUT = {
    "candidates.tier_titles": "what the tiers of the ladder are called; public",
    "enterprises.by_key": "which enterprise a key names, with its name and place; public of every enterprise",
    "enterprises.patent_counts": "how many patents carry a name of each enterprise; counts alone are public",
    "imports.profiles": "names of the layouts that files can have; records are not among them",
    "imports.recent_batches": "names and days of the latest imports, which the first page shows to anyone",
}
"""Reads that take no scope, each with its reason."""
BELOW = (
    "accounts", "commands", "database", "demo", "imports", "indexing", "monitoring", "serving"
)  # fmt: skip
"""Floors of the program that answer to no caller, and accounts, which decide who one is."""
CARRYING = {"Scope", "Caller", "Taken", "Subject"}
"""Types that say for whom something is done; `Taken` and `Subject` are records that their caller was found to see."""
UNASKED = {
    "candidates.locking.overtaken_by": "who was quicker, of a candidate that `take` has found the caller to see",
    "candidates.recognising.take_back": "undoes what a step wrote, after `take`",
    "enterprises.ladder.boards.latest_change": "a number by which a process knows that its board is out of date",
    "enterprises.ladder.boards.make_board": "the whole district at once; queries narrow it for the caller",
    "enterprises.ladder.held.titles_of": "titles and their years; public of every enterprise",
    "enterprises.ladder.reminding.remind": "the worker; each letter holds what its reader may see",
    "enterprises.ladder.versions.versions": "the criteria of the ladder, which are public",
    "enterprises.merging.moving.move_all": "moves what belongs to an enterprise that `merge` found the caller to see",
    "enterprises.merging.moving.put_back": "moves it back after `undo` found the same",
    "enterprises.merging.moving.take_out": "takes back what came with it, after the same",
    "enterprises.ownership.decide": "an action of the operator on the command line",
    "opendata.worker.dump_if_due": "the worker, of records that are public",
    "site.reading.count": "runs the SQL of queries",
    "site.reading.fetch": "runs the SQL of queries",
    "site.reading.page_of": "runs the SQL of queries",
}
"""What runs SQL in a room without knowing for whom, each with its reason."""
WHOLE = {
    "enterprises/dossier/demonstration.py": "fills the demonstration, from the command line",
    "candidates/demonstration.py": "fills the demonstration, from the command line",
    "corrections/demonstration.py": "fills the demonstration, from the command line",
    "enterprises/ladder/reminding.py": "the worker; each letter holds what its reader may see",
    "enterprises/ladder/boards.py": "the facts of the whole district at once; queries narrow them for the caller",
}
"""What looks at everything outside the command line, each with its reason."""
RUNNING_SQL = {
    "fetch",
    "fetchrow",
    "fetchval",
    "execute",
    "executemany",
    "page_of",
    "raw",
    "select",
    "transaction",
    "connection",
}


UNESCAPED = {
    "**/*.html": re.compile(r"\w+\s*\|\s*safe\b|autoescape\s+false|javascript:|\son\w+=|<script>"),
    "**/*.js": re.compile(r"innerHTML\s*=|outerHTML\s*=|insertAdjacentHTML|document\.write|\beval\("),
}
"""What would let a text of the register act as part of a page, by kind of file; blanks do not count."""


def reads() -> Iterator[tuple[str, ast.AsyncFunctionDef, set[str]]]:
    """Each public read of a room, by room and name, with the classes that its files of reads define."""
    for folder in sorted({path.parent for path in ROOT.glob("**/*queries.py")}):
        nodes = [
            node
            for path in sorted(folder.glob("*queries.py"))
            for node in ast.parse(path.read_text("utf-8")).body
        ]
        classes = {node.name for node in nodes if isinstance(node, ast.ClassDef)}
        for node in nodes:
            if isinstance(node, ast.AsyncFunctionDef) and not node.name.startswith("_"):
                yield f"{folder.relative_to(ROOT).as_posix()}.{node.name}", node, classes


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


def named(call: ast.Call) -> str | None:
    """What is called."""
    return getattr(call.func, "id", getattr(call.func, "attr", None))


def runs_sql(function: ast.AsyncFunctionDef) -> bool:
    """Whether it talks to the database itself."""
    asking = RUNNING_SQL - {"transaction", "connection"}
    return any(isinstance(node, ast.Call) and named(node) in asking for node in ast.walk(function))


def test_whatever_runs_sql_in_a_room_knows_for_whom() -> None:
    """A read beside the queries, or an action, goes round the scope as easily as a query does."""
    found = {
        f"{'.'.join(module.parts)}.{node.name}"
        for path in ROOT.glob("*/**/*.py")
        if (module := path.relative_to(ROOT).with_suffix("")).parts[0] not in BELOW
        and not module.name.endswith("queries")
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.AsyncFunctionDef) and not node.name.startswith("_")
        if runs_sql(node) and not taken(node) & CARRYING
    }
    assert sorted(found - set(UNASKED)) == []
    assert sorted(set(UNASKED) - found) == []


def test_only_the_scope_itself_and_the_command_line_make_a_scope_that_sees_everything() -> None:
    found = {
        path.relative_to(ROOT).as_posix()
        for path in ROOT.glob("**/*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Scope.system"
    }
    assert [path for path in sorted(found) if not path.startswith("commands/") and path not in WHOLE] == []
    assert set(WHOLE) <= found


def test_no_template_and_no_script_puts_a_text_into_a_page_unescaped() -> None:
    found = [
        f"{path.relative_to(ROOT).as_posix()}: {hit}"
        for pattern, unescaped in UNESCAPED.items()
        for path in ROOT.glob(pattern)
        for hit in unescaped.findall(path.read_text("utf-8"))
    ]
    assert found == [
        "accounts/templates/second_step.html: picture|safe"
    ]  # drawn here, of no text but a secret


def test_pages_and_apis_run_no_sql_of_their_own() -> None:
    found = []
    for path in [*ROOT.glob("**/pages.py"), *ROOT.glob("**/pages/*.py"), *ROOT.glob("**/api.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            called = node.func if isinstance(node, ast.Call) else None
            name = getattr(called, "id", getattr(called, "attr", None))
            if name in RUNNING_SQL:
                found.append(f"{path.relative_to(ROOT)}:{node.lineno} {name}")
    assert found == []
