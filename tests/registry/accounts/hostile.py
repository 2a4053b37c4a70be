"""Records of ill will: every text a spreadsheet could bring is a script and a formula, every personal value a known one."""

from datetime import date
from typing import Any

import polars as pl

from registry.candidates.results import Finding, Results
from registry.database.engine import connection, open_database, transaction
from registry.database.operations import operation
from registry.enterprises.ladder.criteria import shipped_ladder
from registry.enterprises.ladder.evaluating import Answer
from registry.imports.kinds import KINDS, Kind
from registry.settings import Settings
from schemas import catalogue
from schemas.application_number import check_digit
from schemas.names import NamesValue, NameValue
from schemas.texts import LongTextValue, TextsValue, TextValue
from tests.registry.site.district import add

SCRIPT = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}"
HOSTILE = f'=HYPERLINK("https://evil.example"){SCRIPT}'
SECRET = "13988887777"  # noqa: S105  a telephone
CODE = "91371002MA99A0099T"
NUMBER = f"202110009999.{check_digit('202110009999')}"
GIVEN: dict[str, Any] = {
    "application_number": NUMBER,
    "credit_code": CODE,
    "owner_code": CODE,
    "event_date": date(2022, 3, 1),
}
"""What has a form of its own."""
SNAPSHOT = Results(
    date(2026, 1, 1),
    HOSTILE,
    date(2026, 1, 1),
    shipped_ladder().tiers[0].key,
    HOSTILE,
    (Finding("hostile", HOSTILE, HOSTILE, HOSTILE, True, Answer.MISSING, 1.0, 2.0, HOSTILE),),
)
"""How a candidate met the criteria, as it is kept."""


async def write(settings: Settings) -> None:
    """One record of every kind, an account and what an import left, all of them hostile."""
    async with open_database(settings), transaction(), operation("edit", HOSTILE, HOSTILE):
        made: dict[str, int] = {}
        for kind in KINDS.values():
            parent = {kind.parent_column: made[kind.parent]} if kind.parent and kind.parent_column else {}
            made[kind.name] = await add(kind.table, **parent, **_values(kind))
            await connection().execute(
                f"UPDATE {kind.table} SET origins = '{{}}' WHERE id = $1", made[kind.name]
            )
        await _candidate(made["enterprise"])
        await connection().execute(
            "INSERT INTO record_correction (enterprise_id, field, held, proposed, reason, proposed_by)"
            " VALUES ($1, 'phone', $2, $3, $4, $4)",
            made["enterprise"],
            {"value": f"{SECRET} {HOSTILE}"},
            f"{SECRET} {HOSTILE}",
            HOSTILE,
        )
        await connection().execute(
            "INSERT INTO enterprise_contact (enterprise_id, name, duty, phone) VALUES ($1, $2, $2, $3)",
            made["enterprise"],
            HOSTILE,
            f"{SECRET} {HOSTILE}",
        )
        await connection().execute(
            "INSERT INTO enterprise_product (enterprise_id, name, model) VALUES ($1, $2, $2)",
            made["enterprise"],
            HOSTILE,
        )
        await connection().execute(
            "INSERT INTO import_problem (batch_id, sheet, row, column_name, value, severity, code, details)"
            " VALUES (1, 0, 57, $1, $2, 'warning', 'text.odd', '{}')",
            HOSTILE,
            f"{SECRET} {HOSTILE}",
        )


async def _candidate(enterprise: int) -> None:
    """A candidate of no township that anybody here belongs to."""
    await connection().execute(
        "INSERT INTO candidate_round (tier, name, title, deadline, note, created_by)"
        " VALUES ($1, $2, $2, '2999-01-01', $2, $2)",
        shipped_ladder().tiers[0].key,
        HOSTILE,
    )
    await connection().execute(
        "INSERT INTO candidacy (enterprise_id, round_id, state, reason, snapshot, proposed_by)"
        " VALUES ($1, 1, 'spotted', $2, $3, $2)",
        enterprise,
        HOSTILE,
        SNAPSHOT.document(),
    )
    await connection().execute(
        "INSERT INTO candidacy_step (candidacy_id, operation_id, to_state, on_day, note, actor)"
        " SELECT 1, max(id), 'spotted', '2026-01-01', $1, $1 FROM operation",
        HOSTILE,
    )


def _values(kind: Kind) -> dict[str, Any]:
    found = {name: _value(catalogue.field(kind.name, name)) for name in kind.fields}
    return {name: value for name, value in found.items() if value is not None}


def _value(spec: catalogue.FieldSpec) -> Any:
    if spec.name in GIVEN:
        return GIVEN[spec.name]
    text = f"{SECRET} {HOSTILE}" if spec.personal else HOSTILE
    if isinstance(spec.value_type, TextsValue | NamesValue):
        return [text]
    if isinstance(spec.value_type, TextValue | LongTextValue | NameValue):
        return text if isinstance(spec.dtype, pl.String) else [text]
    return None
