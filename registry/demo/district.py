"""The whole invented district, put together; no real enterprise, person or patent is meant.

Names are drawn from syllables, persons from characters, numbers from ranges that no office has reached. The
district depends only on the day it is asked for, never on the clock.
"""

from datetime import date
from functools import lru_cache

from registry.demo.chance import stream
from registry.demo.enterprises import build_enterprises, build_institutions, known
from registry.demo.model import District, Patent
from registry.demo.patents import build_patents
from registry.demo.recognitions import build_projects, build_recognitions
from registry.demo.rights import build_licences, build_offers, build_pledges, build_reviews

TODAY = date(2024, 6, 27)
"""The day of the demo unless another one is asked for; the design pages were drawn on it."""

PLATFORM_ONLY = 186
"""How many patents reach the registry only through the monthly export of the operator platform."""

_SHARES = {"cnipa": 0.36, "yearly": 0.62, "incopat": 0.2, "patsnap": 0.22}


@lru_cache(maxsize=2)
def build_district(today: date = TODAY, titles: date | None = None) -> District:
    """Return the district as it stands on a day; titles as if the default day were `titles`: they end after three years.

    Raises ValueError for a day before the default one: the records of the design pages reach up to it.
    """
    if today < TODAY:
        raise ValueError(f"演示数据最早到 {TODAY}，不能生成 {today} 的状态")
    enterprises = build_enterprises(today)
    institutions = build_institutions()
    patents = build_patents(today, enterprises, institutions)
    offers = build_offers(today, patents)
    return District(
        today=today,
        enterprises=enterprises,
        institutions=institutions,
        patents=patents,
        offers=offers,
        licences=build_licences(today, patents, offers, enterprises),
        pledges=build_pledges(patents, offers),
        reviews=build_reviews(patents, offers),
        recognitions=build_recognitions(enterprises, _years_since(titles) if titles else 0),
        projects=build_projects(),
        sources=_sources(patents, today),
    )


def _years_since(day: date) -> int:
    """Full years since the default day."""
    return day.year - TODAY.year - ((day.month, day.day) < (TODAY.month, TODAY.day))


def _sources(patents: tuple[Patent, ...], today: date) -> dict[str, frozenset[str]]:
    """Return which search exports hold each patent; none for those of the operator platform only."""
    chance = stream("sources")
    shown = {entry["number"] for entry in known()["patent"]}
    loose = [p.number for p in patents if p.number not in shown and p.granted and p.granted.year < today.year]
    found = dict.fromkeys(stream("platform only").sample(loose, PLATFORM_ONLY), frozenset[str]())
    for patent in patents:
        if patent.number in found:
            continue
        held = {name for name, share in _SHARES.items() if chance.random() < share}
        day = patent.granted or patent.published
        if day is None or day.year >= today.year:
            held.discard("yearly")
        if patent.number in shown:
            held |= {"cnipa", "patsnap"}
        found[patent.number] = frozenset(held or {chance.choice(["cnipa", "incopat", "patsnap"])})
    return found
