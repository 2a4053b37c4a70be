"""Records of one kind as a table under their natural keys, the opposite of an import."""

import asyncio
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from importers.writing import write_table
from registry.accounts.scope import Scope
from registry.database.engine import transaction
from registry.database.frames import frames
from registry.imports.kinds import Kind
from schemas import catalogue

PARENT_KEYS = {
    "patent": {"application_number": "p.application_number"},
    "enterprise": {"enterprise_name": "p.name", "enterprise_code": "p.credit_code"},
}


async def export(kind: Kind, scope: Scope, form: str, output: Path | None) -> int:
    """Write all records of a kind in the order of their keys to a file, else to standard output.

    `form` is csv, xlsx, jsonl or parquet; personal fields only where the scope has them. Returns the number
    of records. Raises importers.writing.TextTooLong for a text that a cell of xlsx cannot hold.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{kind.name}.{form}"
        written = await _write(kind, scope, form, path)
        if output is None:
            with path.open("rb") as made:
                shutil.copyfileobj(made, sys.stdout.buffer)
        else:
            shutil.move(path, output)
    return written


async def _write(kind: Kind, scope: Scope, form: str, path: Path) -> int:
    specs = [spec for spec in catalogue.fields(kind.name).values() if scope.personal or not spec.personal]
    async with transaction() as connection:
        cursor = await connection.cursor(_query(kind, [spec.name for spec in specs]))
        rows = frames(cursor, asyncio.get_running_loop(), {spec.name: spec.dtype for spec in specs})
        return await asyncio.to_thread(write_table, rows, path, form, specs)


def _query(kind: Kind, fields: list[str]) -> str:
    parent_keys = PARENT_KEYS.get(kind.parent or "", {})
    columns = ", ".join(f"{parent_keys.get(field, f't.{field}')} AS {field}" for field in fields)
    joined = f"JOIN {kind.parent} p ON p.id = t.{kind.parent_column}" if kind.parent else ""
    order = ", ".join([*parent_keys.values(), *(f"t.{field}" for field in kind.key), "t.id"])
    return f"SELECT {columns} FROM {kind.table} t {joined} ORDER BY {order}"
