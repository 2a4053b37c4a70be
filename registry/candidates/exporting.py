"""The list of candidates as a workbook, as the form of the city (申报汇总表) wants it."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from importers.writing import write_table
from registry.accounts.caller import Caller
from registry.accounts.events import Event, note
from registry.accounts.scope import Scope
from registry.candidates.queries import CandidateQuery, CandidateRow, whole_rows
from registry.candidates.results import Finding
from registry.enterprises.ladder.evaluating import Answer
from schemas.catalogue import FieldSpec
from schemas.texts import TextValue

WORDS = {Answer.MET: "满足", Answer.MISSING: "未满足", Answer.UNKNOWN: "数据缺失"}
PERSONAL = ("联系人", "联系电话")
"""Left out for who does not see these of all enterprises: a file leaves the building."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Titles of the columns, and lines of texts."""

    titles: Sequence[str]
    lines: Sequence[Sequence[str]]


async def export(scope: Scope, caller: Caller, query: CandidateQuery, path: Path) -> int:
    """Write all candidates that fit into a workbook and note that it was taken; returns how many."""
    rows = await whole_rows(scope, query)
    one_tier = len({row.line.tier for row in rows}) == 1
    sheet = sheet_of(rows, criteria=one_tier, personal=scope.personal)
    await asyncio.to_thread(_write, sheet, path)
    asked = query.model_dump(mode="json", exclude_defaults=True, exclude={"page", "size"})
    details = {"entries": len(rows), "format": "xlsx", **asked}
    await note(Event.EXPORT, caller.login, account=caller.account, subject="candidates", details=details)
    return len(rows)


def sheet_of(rows: Sequence[CandidateRow], *, criteria: bool, personal: bool) -> Sheet:
    """A line a candidate; with `criteria` a column for each criterion, as it stood on the day of tagging."""
    asked = list(dict.fromkeys(one.title for row in rows for one in row.then.findings)) if criteria else []
    titles = [
        "序号", "企业名称", "统一社会信用代码", "所属镇街", "产业集群", "申报称号", "轮次", "现梯队", "状态", "推荐理由",
        "核对日期", "差项", "缺数据", *asked, "联络员", "认定文号", *(PERSONAL if personal else ()),
    ]  # fmt: skip
    lines = [_line(place, row, asked, personal=personal) for place, row in enumerate(rows, start=1)]
    return Sheet(titles, lines)


def _line(place: int, row: CandidateRow, asked: Iterable[str], *, personal: bool) -> list[str]:
    line = row.line
    found = {one.title: one for one in row.then.findings}
    return [
        str(place),
        line.enterprise,
        row.credit_code or "",
        line.township or "",
        line.cluster or "",
        row.title,
        line.round_name,
        row.then.held or "",
        line.state.label,
        row.reason,
        row.then.day.isoformat(),
        str(line.missing),
        str(line.unknown),
        *(_words(found.get(title)) for title in asked),
        line.owner or "",
        row.document_number or "",
        *((row.contact or "", row.phone or "") if personal else ()),
    ]


def _words(finding: Finding | None) -> str:
    if finding is None:
        return ""
    figures = [
        f"{word}{value:g}{finding.unit}"
        for word, value in (("现 ", finding.value), ("要求 ", finding.needed))
        if value is not None
    ]
    told = f"（{'，'.join(figures)}）" if figures else ""
    return f"{WORDS[finding.answer]}{told}"


def _write(sheet: Sheet, path: Path) -> None:
    specs = [
        FieldSpec("candidacy", f"c{place}", title, TextValue(), personal=False, many=False, required=False)
        for place, title in enumerate(sheet.titles)
    ]
    frame = pl.DataFrame(
        sheet.lines, schema={spec.name: pl.String() for spec in specs}, orient="row", strict=True
    )
    write_table([frame], path, "xlsx", specs)
