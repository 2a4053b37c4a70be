"""Which records the log speaks of: found by what people call them, and called by it."""

from collections.abc import Iterable

from registry.accounts.names import login_name
from registry.accounts.tables import Account
from registry.database.tables import ChangeEntry
from registry.imports.kinds import KINDS
from registry.patents.numbers import read_number
from registry.site.reading import fetch

Record = tuple[str, int]
"""Table and number of a record, as the log names it."""
NAMES = {
    "patent": "concat_ws(' ', application_number, title)",
    "enterprise": "name",
    "agency": "name",
    "project": "title",
    "account": "login",
    "account_request": "organisation_name",
    "candidate_round": "name",
    "ladder_criteria": "title",
    "candidacy": "(SELECT e.name FROM enterprise e WHERE e.id = enterprise_id)",
}
"""What a record of a table is called, in SQL."""
PARENTS = {
    **{kind.table: (kind.parent, kind.parent_column) for kind in KINDS.values() if kind.parent},
    "role_grant": ("account", "account_id"),
    "api_token": ("account", "account_id"),
    "candidacy": ("enterprise", "enterprise_id"),
    "record_correction": ("enterprise", "enterprise_id"),
    "enterprise_merge": ("enterprise", "kept_id"),
    "enterprise_distinction": ("enterprise", "low_id"),
    "enterprise_product": ("enterprise", "enterprise_id"),
    "enterprise_training": ("enterprise", "enterprise_id"),
    "enterprise_contact": ("enterprise", "enterprise_id"),
    "value_confirmation": ("enterprise", "enterprise_id"),
    "candidacy_step": ("candidacy", "candidacy_id"),
    "candidacy_attachment": ("candidacy", "candidacy_id"),
}
"""Tables whose records go by what they belong to, with that and the column that leads there."""


async def called(text: str) -> list[Record]:
    """The records that go by this, with what belongs to them.

    `text` is an application number, a credit code, the name of an enterprise, a login name, or `table:number`.
    """
    table, _, number = text.partition(":")
    if number.isdecimal() and int(number) < 2**63 and (table in NAMES or table in PARENTS):
        return [(table, int(number))]
    found = await fetch(
        Account,
        "SELECT 'patent' AS kind, id FROM patent WHERE application_number = {}"
        " UNION ALL SELECT 'enterprise', id FROM enterprise WHERE credit_code = upper({}) OR name = {}"
        " UNION ALL SELECT 'account', id FROM account WHERE login = {}",
        read_number(text).number or text,
        text,
        text,
        login_name(text),
    )
    records = [(row["kind"], row["id"]) for row in found]
    for record in records:  # grows while it is gone through
        records += await _belonging(*record)
    return records


async def _belonging(kind: str, number: int) -> list[Record]:
    parts = [
        f"SELECT '{table}' AS kind, id FROM {table} WHERE {column} = {number}"
        for table, (parent, column) in PARENTS.items()
        if parent == kind
    ]
    rows = await fetch(ChangeEntry, " UNION ALL ".join(parts)) if parts else []
    return [(row["kind"], row["id"]) for row in rows]


async def names(records: Iterable[Record]) -> dict[Record, str]:
    """What the records are called that are still there."""
    numbers: dict[str, set[int]] = {}
    for table, number in records:
        numbers.setdefault(table, set()).add(number)
    found: dict[Record, str] = {}
    for table, wanted in numbers.items():
        if table in NAMES or table in PARENTS:
            sql = f"SELECT r.id, {_name_of(table, 'r.id')} AS name FROM {table} r WHERE r.id = ANY({{}})"
            rows = await fetch(ChangeEntry, sql, sorted(wanted))
            found |= {(table, row["id"]): row["name"] for row in rows if row["name"]}
    return found


def name_in_sql(kind: str, number: str) -> str:
    """An SQL expression for what a record is called, from expressions for its table and its number."""
    cases = [f"WHEN '{table}' THEN {_name_of(table, number)}" for table in {**NAMES, **PARENTS}]
    return f"CASE {kind} {' '.join(cases)} END"


def _name_of(table: str, number: str) -> str:
    if table in NAMES:
        return f"(SELECT {NAMES[table]} FROM {table} WHERE id = {number})"
    parent, column = PARENTS[table]
    return f"(SELECT {NAMES[parent]} FROM {parent} WHERE id = (SELECT {column} FROM {table} WHERE id = {number}))"
