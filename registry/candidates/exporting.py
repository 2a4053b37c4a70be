"""The list of candidates as a workbook, as the form of the city (申报汇总表) wants it."""

from collections.abc import Iterable, Sequence

from registry.accounts.caller import Caller
from registry.accounts.events import Event, note
from registry.accounts.scope import Scope
from registry.candidates.queries import CandidateQuery, CandidateRow, whole_rows
from registry.candidates.results import Finding
from registry.enterprises.ladder.wording import answer_in_words
from registry.site.workbooks import Sheet, taken

PERSONAL = ("联系人", "联系电话")
"""Left out for who does not see these of all enterprises: a file leaves the building."""


async def export(scope: Scope, caller: Caller, query: CandidateQuery) -> Sheet:
    """All candidates that fit as a sheet; that it was taken is noted."""
    rows = await whole_rows(scope, query)
    one_tier = len({row.line.tier for row in rows}) == 1
    sheet = sheet_of(rows, criteria=one_tier, personal=scope.personal)
    await note(
        Event.EXPORT,
        caller.login,
        account=caller.account,
        subject="candidates",
        details=taken(sheet, query),
    )
    return sheet


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
    return answer_in_words(finding.answer, finding.value, finding.needed, finding.unit) if finding else ""
