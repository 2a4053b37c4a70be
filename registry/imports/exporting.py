"""Records of one kind as a table under their natural keys, the opposite of an import."""

import asyncio
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from importers.writing import write_table
from registry.accounts.scope import Scope
from registry.database.engine import transaction
from registry.database.frames import Schema, frames
from registry.imports.kinds import Kind
from schemas import catalogue
from schemas.catalogue import FieldSpec

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
    specs = fields_for(kind, scope)
    async with transaction() as connection:
        cursor = await connection.cursor(every(kind, specs))
        rows = frames(cursor, asyncio.get_running_loop(), schema_of(specs))
        return await asyncio.to_thread(write_table, rows, path, form, specs)


def fields_for(kind: Kind, scope: Scope) -> list[FieldSpec]:
    """The fields of an export: personal ones only for who sees those of all records."""
    return [spec for spec in catalogue.fields(kind.name).values() if scope.personal or not spec.personal]


def schema_of(specs: Sequence[FieldSpec]) -> Schema:
    """The columns of the frames that are written."""
    return {spec.name: spec.dtype for spec in specs}


def every(kind: Kind, specs: Sequence[FieldSpec]) -> str:
    """A SELECT of all records in the order of their keys."""
    parents = PARENT_KEYS.get(kind.parent or "", {})
    order = ", ".join([*parents.values(), *(f"t.{field}" for field in kind.key), "t.id"])
    return f"SELECT {columns_of(kind, specs)} FROM {kind.table} t {joined(kind)} ORDER BY {order}"


def columns_of(kind: Kind, specs: Sequence[FieldSpec]) -> str:
    """A SELECT list: the records are `t`, their parents `p`; fields of the parent's kind may be among them."""
    parents = PARENT_KEYS.get(kind.parent or "", {})
    return ", ".join(f"{parents.get(spec.name) or _own_column(kind, spec)} AS {spec.name}" for spec in specs)


def _own_column(kind: Kind, spec: FieldSpec) -> str:
    return f"{'t' if spec.kind == kind.name else 'p'}.{spec.name}"


def joined(kind: Kind) -> str:
    """The parents `p` of the records `t`; nothing for a kind that stands alone."""
    return f"JOIN {kind.parent} p ON p.id = t.{kind.parent_column}" if kind.parent else ""
