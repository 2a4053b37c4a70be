"""Records of one kind as a table under their natural keys, the opposite of an import."""

import asyncio
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import asyncpg
import polars as pl

from importers.writing import write_table
from registry.accounts.scope import Scope
from registry.database.engine import transaction
from registry.imports.kinds import Kind
from schemas import catalogue
from schemas.catalogue import FieldSpec

CHUNK = 20_000
"""Records fetched at a time, so that memory stays flat."""

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
        frames = _frames(cursor, asyncio.get_running_loop(), specs)
        return await asyncio.to_thread(write_table, frames, path, form, specs)


def _frames(
    cursor: asyncpg.cursor.Cursor, loop: asyncio.AbstractEventLoop, specs: list[FieldSpec]
) -> Iterator[pl.DataFrame]:
    """The rows of a cursor as frames, for a writer in another thread; at least one frame."""
    schema = {spec.name: spec.dtype for spec in specs}
    yield pl.DataFrame(schema=schema)
    while rows := asyncio.run_coroutine_threadsafe(cursor.fetch(CHUNK), loop).result():
        yield pl.DataFrame([tuple(row) for row in rows], schema=schema, orient="row")


def _query(kind: Kind, fields: list[str]) -> str:
    parent_keys = PARENT_KEYS.get(kind.parent or "", {})
    columns = ", ".join(f"{parent_keys.get(field, f't.{field}')} AS {field}" for field in fields)
    joined = f"JOIN {kind.parent} p ON p.id = t.{kind.parent_column}" if kind.parent else ""
    order = ", ".join([*parent_keys.values(), *(f"t.{field}" for field in kind.key), "t.id"])
    return f"SELECT {columns} FROM {kind.table} t {joined} ORDER BY {order}"
