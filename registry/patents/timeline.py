"""The events of a patent (法律与许可事件): its own days, and what gazettes and registers tell."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from registry.patents.queries import PatentDetail
from registry.site.texts import Text, marked

Record = dict[str, Any]


GAZETTE: Mapping[str, tuple[str, ...]] = {
    "公布": ("公布", "公开"),
    "授权公告": ("授权", "授权公告"),
    "专利权失效": ("终止", "失效"),
    "开放许可声明公告": ("开放许可声明", "开放许可声明公告"),
    "许可合同备案": ("许可合同备案的生效",),
    "许可备案注销": ("许可合同备案的注销",),
    "质押合同登记": ("质押合同登记的生效",),
    "质押解除": ("质押合同登记的注销",),
}
"""How the gazette (专利公报) ends the names of what the fields of the register tell too."""


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One event. `text` and `detail` are the register's own words (str) or ours (Text)."""

    day: date
    text: Text | str
    kind: str = ""
    detail: Text | str | None = None


def timeline(patent: PatentDetail, end: date | None) -> list[TimelineEntry]:
    """All events, the latest first, each once; `end` is the day on which the term ends."""
    ours = [*_own(patent.record), *_offered(patent.offers)]
    ours += [*_licensed(patent.licences), *_pledged(patent.pledges)]
    entries = _each_once(ours, list(_told(patent.events)))
    if end:
        entries.append(TimelineEntry(end, Text(marked("保护期届满（专利法第四十二条）")), "due"))
    return sorted(entries, key=lambda entry: entry.day, reverse=True)


def _each_once(ours: list[TimelineEntry], told: list[TimelineEntry]) -> list[TimelineEntry]:
    """What the fields of the register and the gazette both tell of a day stands there once, with the gazette's detail."""
    remaining = list(told)
    entries = []
    for entry in ours:
        same = next((event for event in remaining if _tells_of(event, entry)), None)
        if same:
            remaining.remove(same)
        entries.append(replace(entry, detail=same.detail or entry.detail) if same else entry)
    return entries + remaining


def _tells_of(event: TimelineEntry, entry: TimelineEntry) -> bool:
    named = GAZETTE.get(entry.text.message, ()) if isinstance(entry.text, Text) else ()
    return event.day == entry.day and isinstance(event.text, str) and event.text.endswith(named)


def _own(record: Record) -> Iterator[TimelineEntry]:
    for name, text, kind in (
        ("filing_date", marked("申请"), ""),
        ("publication_date", marked("公布"), ""),
        ("grant_date", marked("授权公告"), "now"),
        ("national_entry_date", marked("进入中国国家阶段"), ""),
        ("lapse_date", marked("专利权失效"), ""),
    ):
        if record[name]:
            yield TimelineEntry(record[name], Text(text), kind)


def _told(events: list[Record]) -> Iterator[TimelineEntry]:
    for event in events:
        yield TimelineEntry(event["event_date"], event["event_name"], detail=event["detail"])


def _offered(offers: list[Record]) -> Iterator[TimelineEntry]:
    for offer in offers:
        if offer["declared_on"]:
            yield TimelineEntry(offer["declared_on"], Text(marked("开放许可声明公告")), "licence")


def _licensed(licences: list[Record]) -> Iterator[TimelineEntry]:
    for licence in licences:
        licensees = "、".join(licence["licensees"]) or None
        if licence["filed_on"]:
            yield TimelineEntry(licence["filed_on"], Text(marked("许可合同备案")), "licence", licensees)
        if licence["ended_on"]:
            yield TimelineEntry(licence["ended_on"], Text(marked("许可备案注销")), "", licensees)


def _pledged(pledges: list[Record]) -> Iterator[TimelineEntry]:
    for pledge in pledges:
        pledgees = "、".join(pledge["pledgees"]) or None
        if pledge["registered_on"]:
            yield TimelineEntry(pledge["registered_on"], Text(marked("质押合同登记")), "", pledgees)
        if pledge["released_on"]:
            yield TimelineEntry(pledge["released_on"], Text(marked("质押解除")), "", pledgees)
