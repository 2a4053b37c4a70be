"""What officers do to the file of an enterprise: add, change and remove entries, and take back the last change of one."""

import json
from collections.abc import Mapping
from typing import Any

import asyncpg

from registry.database.engine import connection, transaction
from registry.database.operations import operation
from registry.enterprises.dossier.entries import Subject, column_of, written
from registry.enterprises.dossier.sheets import Sheet
from registry.enterprises.queries import OWN_NAMES
from registry.patents.owned import HELD_BY
from registry.site.refusing import Refusal
from registry.site.texts import Text, marked

CHECK = marked("有几处需要改，内容还没有保存")
OVERTAKEN = marked("您打开这一页之后，这一条已被改动或删除。您填的内容还在，请看过现在的情况再提交。")
NOT_ITS_PATENT = marked("登记簿里没有这家企业的这件发明专利")
GONE = marked("这家企业已并入别的企业，请到那一家的档案里办理")
NOTHING_TO_UNDO = marked("这一条没有可以撤销的改动")


class Refused(Refusal):
    """An entry is not written like this."""


async def add(sheet: Sheet, of: Subject, form: Mapping[str, str], actor: str) -> int:
    """Add an entry; returns its number. Raises Refused."""
    async with transaction(), operation("file", actor):
        await _hold(of)
        values = await _stored(sheet, of, form)
        names = ["enterprise_id", *values]
        places = ", ".join(f"${place}" for place in range(1, len(names) + 1))
        made: int = await connection().fetchval(
            f"INSERT INTO {sheet.table} ({', '.join(names)}) VALUES ({places}) RETURNING id",
            of.id,
            *values.values(),
        )
    return made


async def change(
    sheet: Sheet, of: Subject, number: int, version: int, form: Mapping[str, str], actor: str
) -> None:
    """Write an entry that nobody changed since this version. Raises Refused."""
    async with transaction(), operation("file", actor):
        values = await _stored(sheet, of, form)
        assigned = ", ".join(f"{name} = ${place}" for place, name in enumerate(values, start=4))
        done = await connection().fetchval(
            f"UPDATE {sheet.table} SET {assigned}, version = version + 1, updated_at = now()"
            " WHERE id = $1 AND enterprise_id = $2 AND version = $3 RETURNING id",
            number,
            of.id,
            version,
            *values.values(),
        )
        if done is None:
            raise Refused(Text(OVERTAKEN))


async def remove(sheet: Sheet, of: Subject, number: int, version: int, actor: str) -> None:
    """Take an entry out that nobody changed since this version; the change log keeps it. Raises Refused."""
    async with transaction(), operation("file", actor):
        done = await connection().fetchval(
            f"DELETE FROM {sheet.table} WHERE id = $1 AND enterprise_id = $2 AND version = $3 RETURNING id",
            number,
            of.id,
            version,
        )
        if done is None:
            raise Refused(Text(OVERTAKEN))


async def undo(sheet: Sheet, of: Subject, number: int, change: int, actor: str) -> None:
    """Take back the last change of an entry, which is the one that was shown. Raises Refused."""
    async with transaction():
        await _hold(of)
        await connection().execute(f"SELECT FROM {sheet.table} WHERE id = $1 FOR UPDATE", number)
        last = await connection().fetchrow(
            f"SELECT l.id, l.operation_id, l.action, l.before FROM change_entry l WHERE {written(sheet)}"
            " AND l.record_id = $1 ORDER BY l.id DESC LIMIT 1",
            number,
        )
        if last is None or not await _belongs(sheet, of, number, last):
            raise Refused(Text(NOTHING_TO_UNDO))
        if last["id"] != change:
            raise Refused(Text(OVERTAKEN))
        async with operation("undo", actor, of_operation=last["operation_id"]):
            await _put_back(sheet, number, last)


async def _hold(of: Subject) -> None:
    """Keep the enterprise from being merged into another until the end. Raises Refused where it has been."""
    if not await connection().fetchval("SELECT true FROM enterprise WHERE id = $1 FOR KEY SHARE", of.id):
        raise Refused(Text(GONE))


async def _belongs(sheet: Sheet, of: Subject, number: int, last: asyncpg.Record) -> bool:
    if last["action"] == "delete":
        return bool(last["before"].get("enterprise_id") == of.id)
    return bool(
        await connection().fetchval(
            f"SELECT EXISTS (SELECT FROM {sheet.table} WHERE id = $1 AND enterprise_id = $2)", number, of.id
        )
    )


async def _put_back(sheet: Sheet, number: int, last: asyncpg.Record) -> None:
    """The entry as it was before the change, under its number; a version of its own, so that no open form overwrites it."""
    if last["action"] == "insert":
        await connection().execute(f"DELETE FROM {sheet.table} WHERE id = $1", number)
        return
    image = json.dumps(last["before"])
    if last["action"] == "delete":
        await _return(sheet, number, image)
        return
    names = ", ".join(column_of(field.name) for field in sheet.fields)
    await connection().execute(
        f"UPDATE {sheet.table} t SET ({names}) = (SELECT {names} FROM jsonb_populate_record(t, $2::text::jsonb)),"
        " version = version + 1, updated_at = now() WHERE id = $1",
        number,
        image,
    )


async def _return(sheet: Sheet, number: int, image: str) -> None:
    """Raises Refused where somebody else has just put it back, or its patent has left the register."""
    try:
        made = await connection().execute(
            f"INSERT INTO {sheet.table} OVERRIDING SYSTEM VALUE SELECT * FROM jsonb_populate_record(NULL::{sheet.table},"
            " $2::text::jsonb || jsonb_build_object('id', $1::bigint, 'created_at', now(), 'updated_at', now(),"
            " 'version', ($2::text::jsonb ->> 'version')::int + 1)) ON CONFLICT DO NOTHING",
            number,
            image,
        )
    except asyncpg.ForeignKeyViolationError:
        raise Refused(Text(NOT_ITS_PATENT)) from None
    if made == "INSERT 0 0":
        raise Refused(Text(OVERTAKEN))


async def _stored(sheet: Sheet, of: Subject, form: Mapping[str, str]) -> dict[str, Any]:
    """The values of a form by column. Raises Refused with what is wrong, by field."""
    values, faults = sheet.read(form)
    if not faults and "patent" in values:
        values["patent"] = await _own_invention(of, values["patent"])
        if values["patent"] is None:
            faults["patent"] = Text(NOT_ITS_PATENT)
    if faults:
        raise Refused(Text(CHECK), faults)
    return {column_of(name): value for name, value in values.items()}


async def _own_invention(of: Subject, number: str) -> int | None:
    """The invention of this number, if it is one of the enterprise's."""
    named = await connection().fetchrow(OWN_NAMES.format("ARRAY[$1::bigint]"), of.id)
    found: int | None = await connection().fetchval(
        "SELECT p.id FROM patent p WHERE p.application_number = $3 AND p.patent_type = 'invention'"
        f" AND {HELD_BY.format('$1', '$2')}",
        named["names"] if named else [],
        of.credit_code,
        number,
    )
    return found
