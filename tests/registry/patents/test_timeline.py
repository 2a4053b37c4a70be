"""The events of a patent: what two sources tell of a day stands there once."""

from datetime import date
from typing import Any

from registry.patents.queries import PatentDetail
from registry.patents.timeline import timeline
from registry.site.languages import Language
from registry.site.texts import Text
from registry.site.tracing import History, Provenance

FILED, GRANTED, DECLARED, LICENSED = date(2021, 3, 15), date(2022, 8, 12), date(2024, 3, 15), date(2024, 5, 6)
RECORD: dict[str, Any] = {
    "filing_date": FILED,
    "publication_date": None,
    "grant_date": GRANTED,
    "national_entry_date": None,
    "lapse_date": None,
}


def told(day: date, name: str, detail: str | None = None) -> dict[str, Any]:
    return {"event_date": day, "event_name": name, "detail": detail}


def entries(*events: dict[str, Any], licensees: tuple[str, ...] = ()) -> list[tuple[date, str, object]]:
    licences = [{"licensees": [name], "filed_on": LICENSED, "ended_on": None} for name in licensees]
    patent = PatentDetail(
        record=RECORD,
        owners=[],
        offers=[{"declared_on": DECLARED}],
        licences=licences,
        pledges=[],
        events=list(events),
        stock_review=None,
        licensable=True,
        provenance=Provenance([]),
        history=History([], more=False),
    )
    shown = timeline(patent, None)
    return [
        (e.day, e.text.in_language(Language.CHINESE) if isinstance(e.text, Text) else e.text, e.detail)
        for e in shown
    ]


def test_what_the_gazette_tells_too_is_shown_once_with_its_detail() -> None:
    assert entries(
        told(GRANTED, "授权"), told(DECLARED, "专利开放许可声明", "一次总付 30000 元"), told(FILED, "受理")
    ) == [
        (DECLARED, "开放许可声明公告", "一次总付 30000 元"),
        (GRANTED, "授权公告", None),
        (FILED, "申请", None),
        (FILED, "受理", None),
    ]


def test_what_differs_in_day_or_in_kind_stays() -> None:
    found = entries(told(date(2022, 8, 13), "授权"), told(DECLARED, "专利开放许可声明的撤回"))
    assert [text for _, text, _ in found] == [
        "开放许可声明公告", "专利开放许可声明的撤回", "授权", "授权公告", "申请",
    ]  # fmt: skip


def test_one_event_does_not_swallow_two_licences() -> None:
    found = entries(told(LICENSED, "专利实施许可合同备案的生效", "受让人 甲"), licensees=("甲", "乙"))
    assert found[:2] == [(LICENSED, "许可合同备案", "受让人 甲"), (LICENSED, "许可合同备案", "乙")]
