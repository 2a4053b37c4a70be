"""Whether an invention is of high value (高价值发明专利), and by what: the five kinds, each with the proof that the register holds.

One kind is enough, and a patent counts once whatever the number of its kinds. Only inventions in force count. No figure is
published for what a pledge has to bring, and prizes are in no export: both rest on what an officer confirmed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from registry.site.display import money
from registry.site.texts import Text, marked
from schemas.terms import anniversary
from schemas.vocabulary import Term

LONG_YEARS = 10
"""维持年限超过 10 年: more than so many years since filing."""
NOT_ABROAD = ("CN", "中国", "WO", "世界知识产权组织")
"""Members of a family that are no right abroad: those at home, and international applications (PCT), which are none anywhere."""


class Ground(Term):
    """The five kinds, in the order of the statistics of the CNIPA."""

    STRATEGIC = "strategic", marked("战略性新兴产业")
    ABROAD = "abroad", marked("海外有同族专利权")
    LONG_HELD = "long_held", marked("维持年限超过 10 年")
    PLEDGED = "pledged", marked("质押融资金额较高")
    AWARDED = "awarded", marked("获国家科学技术奖或中国专利奖")


@dataclass(frozen=True, slots=True)
class PledgeProof:
    """A pledge (质押登记); `amount` as it is shown, empty where it is not registered."""

    registration_number: str
    amount: str


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What an officer confirmed about a patent: a pledge of a high amount, or a prize, by its name and document."""

    ground: Ground
    name: str
    document_number: str | None = None


@dataclass(frozen=True, slots=True)
class ValuedFacts:
    """What bears on the value of one invention. `strategic_industry` is None where no export told, empty where it has none."""

    filing_date: date | None
    strategic_industry: str | None
    family_countries: Sequence[str] = ()
    pledges: Sequence[PledgeProof] = ()
    confirmed: Sequence[Confirmation] = ()


@dataclass(frozen=True, slots=True)
class GroundFound:
    """One kind: met, not met, or None where the register cannot tell; `proof` says what it rests on."""

    ground: Ground
    met: bool | None
    proof: Text | str


def grounds(facts: ValuedFacts, today: date) -> tuple[GroundFound, ...]:
    """All five kinds for one invention on a day."""
    return (
        _strategic(facts),
        _abroad(facts),
        _long_held(facts, today),
        _pledged(facts),
        _awarded(facts),
    )


def high_value(found: Sequence[GroundFound]) -> bool | None:
    """Whether one kind is met; None where none is and one cannot be told."""
    if any(one.met for one in found):
        return True
    return None if any(one.met is None for one in found) else False


def _strategic(facts: ValuedFacts) -> GroundFound:
    given = facts.strategic_industry
    if given is None:
        return GroundFound(Ground.STRATEGIC, None, Text(marked("没有战略性新兴产业分类数据")))
    return GroundFound(Ground.STRATEGIC, bool(given), given or Text(marked("不属于战略性新兴产业")))


def _abroad(facts: ValuedFacts) -> GroundFound:
    countries = [country for country in facts.family_countries if country not in NOT_ABROAD]
    return GroundFound(
        Ground.ABROAD, bool(countries), "、".join(countries) or Text(marked("登记簿里没有海外同族"))
    )


def _long_held(facts: ValuedFacts, today: date) -> GroundFound:
    """Strictly more than ten years, counted from filing as the statistics of the CNIPA do."""
    if facts.filing_date is None:
        return GroundFound(Ground.LONG_HELD, None, Text(marked("没有申请日")))
    return GroundFound(
        Ground.LONG_HELD,
        facts.filing_date < anniversary(today, -LONG_YEARS),
        Text(marked("申请日 %(day)s"), {"day": facts.filing_date.isoformat()}),
    )


def _pledged(facts: ValuedFacts) -> GroundFound:
    if confirmed := _confirmed(facts, Ground.PLEDGED):
        return GroundFound(Ground.PLEDGED, True, confirmed)
    if not facts.pledges:
        return GroundFound(Ground.PLEDGED, False, Text(marked("登记簿里没有质押登记")))
    listed = "、".join(f"{one.registration_number} {one.amount}".strip() for one in facts.pledges)
    return GroundFound(
        Ground.PLEDGED, None, Text(marked("质押登记 %(pledges)s，金额是否较高待确认"), {"pledges": listed})
    )


def _awarded(facts: ValuedFacts) -> GroundFound:
    confirmed = _confirmed(facts, Ground.AWARDED)
    return GroundFound(Ground.AWARDED, bool(confirmed), confirmed or Text(marked("登记簿里没有获奖记录")))


def _confirmed(facts: ValuedFacts, ground: Ground) -> str:
    return "；".join(
        " ".join(part for part in (one.name, one.document_number) if part)
        for one in facts.confirmed
        if one.ground is ground
    )


def pledge_proof(registration_number: str, amount: Decimal | None, currency: str | None) -> PledgeProof:
    """A pledge with its amount as it is shown."""
    return PledgeProof(registration_number, "" if amount is None else money(amount, currency))
