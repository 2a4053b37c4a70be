"""A small invented district for tests of pages: every kind of record, and what an import leaves."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import asyncpg

from registry.database.engine import connection, open_database, transaction
from registry.database.operations import operation
from registry.indexing.engines import open_engines
from registry.indexing.rebuilding import rebuild
from registry.settings import Settings
from tests.registry.site.records import (
    ENTERPRISES,
    FORMER,
    HOSTILE,
    OFFERS,
    PATENTS,
    PHONE,
    PROJECTS,
    REEL,
    SHEETS,
    SHILANG,
)

STORED = "00/platform.csv"
ORIGINAL = (
    "申请号,专利名称,许可费,联系方式,备注\nZL202119903127.1,一种海参分级输送带,5万/年,{phone},{phone}\n"
)


async def fill(settings: Settings) -> None:
    """Write the whole district."""
    stored = settings.files_folder / STORED
    stored.parent.mkdir(parents=True, exist_ok=True)
    stored.write_text(ORIGINAL.format(phone=PHONE), encoding="utf-8")
    async with open_database(settings):
        await _import(1, "运营平台导出-2024-05.xlsx", date(2024, 5, 31))
        await _import(2, "省平台开放许可清单.csv", None)
        async with transaction(), operation("edit", "林若川", "依据声明公告文本补录"):
            await _edit_by_hand()
        await _trouble()


async def build_index(settings: Settings) -> None:
    """The search index of what the database holds."""
    async with open_database(settings):
        with open_engines(settings) as engines:
            await rebuild(engines, lambda *_: None)


async def _import(batch: int, file_name: str, exported_on: date | None) -> None:
    async with transaction() as held:
        await held.execute(
            "INSERT INTO import_source (name, title, rank) VALUES ('platform', '运营平台', 10)"
            " ON CONFLICT DO NOTHING"
        )
        await held.execute(
            "INSERT INTO import_batch (sha256, file_name, size, format, stored_as, profile, source,"
            " exported_on, state, actor, report, committed_at) VALUES ($1, $2, 184320, 'xlsx', $5,"
            " 'platform_list', 'platform', $3, 'committed', '林若川', $4, now())",
            f"{batch:064x}",
            file_name,
            exported_on,
            {"sheets": SHEETS},
            STORED,
        )
        if batch == 1:
            async with operation("import", "林若川", "月度导入", batch=batch):
                await _records(held)


async def _records(held: asyncpg.Connection) -> None:
    enterprises = [await add("enterprise", row=2 + i, **values) for i, values in enumerate(ENTERPRISES)]
    for title, level in (("知识产权优势企业", "provincial"), ("高新技术企业", "national")):
        await add(
            "recognition",
            enterprise_id=enterprises[0],
            title=title,
            level=level,
            round="2023",
            valid_from=date(2023, 12, 1),
            valid_to=date(2026, 11, 30),
        )
    patents = {
        values["application_number"][:12]: await add("patent", row=37 + i, **values)
        for i, values in enumerate(PATENTS)
    }
    for digits, values in OFFERS:
        await add("offer", row=37, patent_id=patents[digits], **values)
    reel = patents[REEL]
    await add(
        "licence",
        patent_id=reel,
        record_number="X2024990001",
        licence_kind="open",
        licensees=["威海澜钩钓具有限公司"],
        filed_on=date(2024, 5, 6),
    )
    await add(
        "pledge",
        patent_id=reel,
        registration_number="Y2023990017",
        pledgors=[SHILANG],
        pledgees=["环翠农商银行"],
        registered_on=date(2023, 2, 8),
        released_on=date(2024, 1, 31),
        amount=Decimal("2000000"),
        amount_currency="CNY",
    )
    await add("patent_event", patent_id=reel, event_date=date(2021, 10, 5), event_name="实质审查的生效")
    await add(
        "patent_event",
        patent_id=reel,
        event_date=date(2023, 11, 20),
        event_name="专利权人的姓名或者名称、地址的变更",
        detail=f"由“{FORMER}”变更为“{SHILANG}”",
    )
    await add(
        "stock_review",
        patent_id=reel,
        state="已盘点",
        unit=SHILANG,
        publicly_funded=False,
        willingness=["许可", "作价入股"],
        maturity="量产",
    )
    for values in PROJECTS:
        await add("project", **values)
    await held.execute(
        "INSERT INTO held_value (kind, record_id, field, value, batch, sheet, row, reason)"
        " VALUES ('patent', $1, 'title', $2, 2, 0, 12, 'lost'),"
        " ('enterprise', $3, 'phone', $4, 2, 0, 5, 'lost')",
        reel,
        json.dumps("碳纤维鱼竿分段缠绕装置"),
        enterprises[0],
        json.dumps("0631-5200777"),
    )


async def add(table: str, *, row: int = 2, **values: Any) -> int:
    """Insert a record of batch 1; returns its id."""
    full = {"origin_batch": 1, "origin_sheet": 0, "origin_row": row, **values}
    places = ", ".join(f"${place}" for place in range(1, len(full) + 1))
    identity: int = await connection().fetchval(
        f"INSERT INTO {table} ({', '.join(full)}) VALUES ({places}) RETURNING id", *full.values()
    )
    return identity


async def _edit_by_hand() -> None:
    held = connection()
    operation_id = await held.fetchval("SELECT max(id) FROM operation")
    await held.execute(
        "UPDATE offer SET area = '中国境内（含港澳台除外）', contact = '0631-5200188', origins = $1"
        " WHERE declaration = '2024-0117'",
        json.dumps({"area": {"hand": True, "operation": operation_id}}),
    )


async def _trouble() -> None:
    async with transaction() as held:
        rows = [(1, 0, row, 0, fate) for row, fate in enumerate([1] * 7 + [2] * 2 + [4] * 2 + [6], start=2)]
        await held.executemany(
            "INSERT INTO import_row (batch_id, sheet, row, item, fate) VALUES ($1, $2, $3, $4, $5)", rows
        )
        problems = [
            (
                57,
                "申请号",
                "202119907741.8",
                "error",
                "application_number.check_digit",
                {"given": "8", "expected": "5", "digits": "202119907741"},
                "202119907741.5",
                False,
            ),
            (
                58,
                "申请号",
                "202119903127",
                "warning",
                "application_number.check_digit_missing",
                {"expected": "1"},
                "202119903127.1",
                True,
            ),
            (59, "联系方式", PHONE, "warning", "text.too_long", {}, None, False),
            (60, "备注", f"{PHONE} {HOSTILE}", "note", "text.unused", {}, None, False),
            (61, "专利名称", HOSTILE, "warning", "text.odd", {}, None, False),
        ]
        await held.executemany(
            "INSERT INTO import_problem"
            " (batch_id, sheet, row, column_name, value, severity, code, details, fix, applied)"
            " VALUES (1, 0, $1, $2, $3, $4, $5, $6, $7, $8)",
            problems,
        )
