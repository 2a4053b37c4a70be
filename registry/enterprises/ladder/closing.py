"""What would close a gap (怎样补上): sentences that follow from the need, the answer and the facts, and from nothing else."""

from dataclasses import replace
from datetime import date
from math import ceil

import polars as pl

from registry.enterprises.ladder.criteria import (
    AnyNeed,
    Held,
    HighValueShare,
    Iso56005,
    Need,
    OpenOffers,
    Patents,
    Tagged,
)
from registry.enterprises.ladder.evaluating import (
    INVENTION,
    Answer,
    Facts,
    answer_need,
    countable,
    needed,
    stands,
    titles,
    unit,
)
from registry.enterprises.ladder.standing import Gap
from registry.patents.high_value import LONG_YEARS
from registry.site.texts import Text, marked
from schemas.terms import anniversary


def closing(need: Need, gap: Gap, facts: Facts, enterprise: int, today: date) -> list[Text]:
    """What the enterprise or the bureau can do about a gap; nothing where the need is met."""
    if gap.answer is Answer.MET:
        return []
    if isinstance(need, AnyNeed):
        return _of_any(need, gap, facts, enterprise, today)
    if isinstance(need, Held):
        return _title(need, facts, enterprise, today)
    if isinstance(need, Iso56005):
        return _level(need, gap)
    if isinstance(need, Tagged):
        return [Text(marked("由经办登记标签：%(tags)s"), {"tags": "、".join(need.any_of)})]
    return _of_patents(need, gap, facts.patents.filter(pl.col("enterprise") == enterprise), today)


def _of_any(need: AnyNeed, gap: Gap, facts: Facts, enterprise: int, today: date) -> list[Text]:
    ways = [
        text
        for one in need.needs
        for text in closing(one, _gap_of(one, gap, facts, enterprise, today), facts, enterprise, today)
    ]
    return [Text(marked("有一种办法即可：")), *ways]


def _gap_of(need: Need, gap: Gap, facts: Facts, enterprise: int, today: date) -> Gap:
    """The gap as one of its needs alone would leave it."""
    own = answer_need(need, facts, today).filter(pl.col("enterprise") == enterprise).row(0, named=True)
    return replace(
        gap,
        answer=Answer(own["answer"]),
        value=own["value"],
        possible=own["possible"],
        needed=needed(need),
        unit=unit(need),
    )


def _of_patents(
    need: Patents | HighValueShare | OpenOffers, gap: Gap, own: pl.DataFrame, today: date
) -> list[Text]:
    found = []
    fits = countable(need, today)
    maybe = 0 if fits is None else own.filter(fits.is_null()).height
    if gap.answer is Answer.MISSING or not maybe:
        found.append(_more(need, gap, own))
    if maybe:
        found.append(Text(marked("%(count)s 件缺数据，补全后可能计入"), {"count": maybe}))
    if isinstance(need, HighValueShare) or (isinstance(need, Patents) and need.high_value):
        found += _ripening(own, today)
    return found


def _more(need: Patents | HighValueShare | OpenOffers, gap: Gap, own: pl.DataFrame) -> Text:
    if isinstance(need, HighValueShare):
        inventions, high = own.filter(INVENTION).height, own.filter(INVENTION & pl.col("high_value")).height
        lacking = max(ceil(need.at_least * max(inventions, 1) / 100) - high, 1)
        return Text(marked("再有 %(count)s 件有效发明属于高价值发明即达标"), {"count": lacking})
    lacking = ceil(gap.shortfall or 1)
    if isinstance(need, OpenOffers):
        return Text(marked("再声明 %(count)s 件开放许可即达标"), {"count": lacking})
    return Text(marked("再有 %(count)s 件符合条件的专利即达标"), {"count": lacking})


def _ripening(own: pl.DataFrame, today: date) -> list[Text]:
    """The next invention that will be of high value by its age alone (维持年限超过 10 年)."""
    waiting = own.filter(
        INVENTION & pl.col("high_value").eq_missing(False) & pl.col("filing_date").is_not_null()
    )
    days = sorted(anniversary(filed, LONG_YEARS) for filed in waiting["filing_date"])
    if not days or days[0] > anniversary(today, 3):
        return []
    return [Text(marked("最早一件发明在 %(day)s 满 10 年，此后计入高价值"), {"day": days[0].isoformat()})]


def _level(need: Iso56005, gap: Gap) -> list[Text]:
    if gap.answer is Answer.UNKNOWN:
        return [Text(marked("登记 ISO 56005 分级评价等级；要求 %(level)s 级"), {"level": need.at_least})]
    return [Text(marked("把 ISO 56005 分级评价提升到 %(level)s 级"), {"level": need.at_least})]


def _title(need: Held, facts: Facts, enterprise: int, today: date) -> list[Text]:
    own = titles(need, facts).filter(pl.col("enterprise") == enterprise)
    now = own.filter(stands(need.model_copy(update={"held_years": None}), today))
    since = now["held_since"].drop_nulls()
    if need.held_years and len(since):
        full = min(anniversary(day, need.held_years) for day in since)
        return [
            Text(
                marked("称号在 %(day)s 满 %(years)s 年"), {"day": full.isoformat(), "years": need.held_years}
            )
        ]
    if need.held_years and now.height:
        return [Text(marked("登记称号的认定年份，才能算满几年"))]
    kinds = Text(
        marked("取得或登记称号：%(titles)s"), {"titles": _listed([kind.label for kind in need.kinds])}
    )
    return [kinds] if not own.height else [Text(marked("称号已到期或被取消")), kinds]


def _listed(words: list[str]) -> Text:
    """Words of a vocabulary, each in the language of the reader."""
    return (
        Text(marked("%(first)s、%(rest)s"), {"first": Text(words[0]), "rest": _listed(words[1:])})
        if words[1:]
        else Text(words[0])
    )
