"""Records of one kind as a table under their natural keys, the opposite of an import."""

from collections.abc import AsyncIterator

import polars as pl

from registry.accounts.scope import Scope
from registry.database.engine import transaction
from registry.imports.kinds import KINDS, Kind
from schemas import catalogue

CHUNK = 20_000
"""Records fetched at a time, so that memory stays flat."""

PARENT_KEYS = {
    "patent": {"application_number": "p.application_number"},
    "enterprise": {"enterprise_name": "p.name", "enterprise_code": "p.credit_code"},
}


def exported_fields(kind: Kind, scope: Scope) -> list[str]:
    """The fields of an export in the order of the catalogue; personal ones only where the scope has them."""
    specs = catalogue.fields(kind.name)
    return [name for name, spec in specs.items() if scope.personal or not spec.personal]


async def records(kind: Kind, scope: Scope) -> AsyncIterator[pl.DataFrame]:
    """All records of a kind in the order of their keys, as frames of `exported_fields`; at least one frame."""
    fields = exported_fields(kind, scope)
    schema = {name: catalogue.fields(kind.name)[name].dtype for name in fields}
    sent = False
    async with transaction() as connection:
        cursor = await connection.cursor(_query(kind, fields))
        while rows := await cursor.fetch(CHUNK):
            yield pl.DataFrame([tuple(row) for row in rows], schema=schema, orient="row")
            sent = True
    if not sent:
        yield pl.DataFrame(schema=schema)


def _query(kind: Kind, fields: list[str]) -> str:
    parent_keys = PARENT_KEYS.get(kind.parent or "", {})
    columns = ", ".join(f"{parent_keys.get(field, f't.{field}')} AS {field}" for field in fields)
    joined = f"JOIN {kind.parent} p ON p.id = t.{kind.parent_column}" if kind.parent else ""
    order = ", ".join([*parent_keys.values(), *(f"t.{field}" for field in kind.key), "t.id"])
    return f"SELECT {columns} FROM {kind.table} t {joined} ORDER BY {order}"


def kind_named(name: str) -> Kind:
    """The kind of this name. Raises KeyError."""
    return KINDS[name]
