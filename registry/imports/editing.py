"""A value written by a person (人工修改): an export will not overwrite it."""

from typing import Any

from registry.database.engine import connection, transaction
from registry.database.operations import operation
from registry.enterprises.merging.tables import BY_CODE
from registry.imports.keeping import one_writer
from registry.imports.kinds import KINDS, Kind
from schemas import catalogue, messages
from schemas.findings import Severity


class EditRefused(Exception):
    """The edit names no record or no field, or a value that cannot be read."""


async def edit(kind_name: str, key: str, values: dict[str, str], actor: str, reason: str) -> int:
    """Write fields of the record with this key by hand; empty text clears a field.

    Keys: application number, credit code (or name) of an enterprise, also that of one merged into it, number of a
    project. Returns the operation's number. Raises EditRefused with what to do.
    """
    kind = _kind(kind_name)
    async with transaction():
        await one_writer(connection())
        return await edit_record(kind_name, await _find(kind, key), values, actor, reason)


async def edit_record(kind_name: str, record: int, values: dict[str, str], actor: str, reason: str) -> int:
    """Write fields of the record of this number by hand, as `edit` does. Raises EditRefused."""
    kind = _kind(kind_name)
    readings = {name: reading for field, text in values.items() for name, reading in _read(kind, field, text)}
    async with transaction(), operation("edit", actor, reason) as number:
        await one_writer(connection())
        by_hand = {field: {"hand": True, "operation": number} for field in readings}
        assigned = ", ".join(f"{field} = ${i}" for i, field in enumerate(readings, start=3))
        await connection().execute(
            f"UPDATE {kind.table} SET {assigned}, origins = origins || $2::jsonb WHERE id = $1",
            record,
            by_hand,
            *readings.values(),
        )
    return number


def _kind(name: str) -> Kind:
    kind = KINDS.get(name)
    if kind is None:
        raise EditRefused(f"没有“{name}”这种记录。可以修改：{'、'.join(KINDS)}。")
    return kind


def editable_fields(kind_name: str) -> tuple[str, ...]:
    """The fields of a kind that a person may write: all but its key."""
    kind = KINDS[kind_name]
    return tuple(field for field in kind.fields if field not in kind.key)


def must_be_readable(kind_name: str, field: str, text: str) -> None:
    """Nothing if the text can be written into this field. Raises EditRefused."""
    read_value(kind_name, field, text)


def read_value(kind_name: str, field: str, text: str) -> Any:
    """What the table holds for a typed text. Raises EditRefused."""
    ((_, value),) = _read(_kind(kind_name), field, text)
    return value


def _read(kind: Kind, field: str, text: str) -> list[tuple[str, Any]]:
    """The table's values for one typed text, by field."""
    if field not in kind.fields or field in kind.key:
        raise EditRefused(f"“{field}”不是可以修改的字段。可以修改：{'、'.join(kind.fields)}。")
    spec = catalogue.field(kind.name, field)
    if not text.strip():
        return [(field, [] if spec.many else None)]
    reading = spec.value_type.read(text.strip())
    for finding in reading.findings:
        if finding.severity is Severity.ERROR:
            said = messages.describe(finding.code, finding.details)
            raise EditRefused(f"{spec.title}“{text}”：{said.problem}。应为：{said.expected}")
    value = reading.value
    return [(field, list(value) if spec.many else value)]


async def _find(kind: Kind, key: str) -> int:
    if kind.name == "enterprise":
        by_code = BY_CODE.format(code="$1")
        query = f"SELECT id FROM enterprise WHERE id IN ({by_code}) OR (credit_code IS NULL AND name = $1)"
    elif kind.parent == "patent":
        query = f"SELECT c.id FROM {kind.table} c JOIN patent p ON p.id = c.patent_id WHERE p.application_number = $1"
    else:
        query = f"SELECT id FROM {kind.table} WHERE {kind.key[0]} = $1"
    found = await connection().fetch(query + " FOR UPDATE", key)
    if len(found) != 1:
        raise EditRefused(f"找到 {len(found)} 条“{key}”的记录，应当恰好一条。")
    return int(found[0]["id"])
