"""One enterprise on the ladder: its rung, and for every tier above what is lacking, why, and what would close it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from registry.accounts.scope import Scope
from registry.database.engine import connection, transaction
from registry.enterprises.ladder.closing import closing
from registry.enterprises.ladder.criteria import Criterion, Ladder, Tier
from registry.enterprises.ladder.deadlines import Deadline, HeldTitle, deadlines
from registry.enterprises.ladder.evaluating import Answer, Facts, evaluate
from registry.enterprises.ladder.evidence import evidence
from registry.enterprises.ladder.facts import facts_of
from registry.enterprises.ladder.held import titles_of
from registry.enterprises.ladder.standing import Gap, gaps, held_tiers
from registry.enterprises.queries import OWN_NAMES, by_key, key_of
from registry.enterprises.tables import Enterprise
from registry.site.reading import Row, fetch
from registry.site.texts import Text


@dataclass(frozen=True, slots=True)
class PatentProof:
    """A patent behind a number."""

    application_number: str
    title: str | None
    legal_status: str | None
    grant_date: date | None


@dataclass(frozen=True, slots=True)
class GapProof:
    """One criterion with what its answer rests on and what would close it. `among`: inventions that a share is of."""

    gap: Gap
    patents: tuple[PatentProof, ...]
    patents_maybe: tuple[PatentProof, ...]
    among: int | None
    titles: tuple[HeldTitle, ...]
    titles_not: tuple[HeldTitle, ...]
    closing: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class TierGaps:
    """A tier above the one held, criterion by criterion."""

    tier: Tier
    proofs: tuple[GapProof, ...]

    def of(self, answer: Answer) -> list[GapProof]:
        """The criteria with this answer."""
        return [one for one in self.proofs if one.gap.answer == answer]


@dataclass(frozen=True, slots=True)
class OnLadder:
    """Where one enterprise stands. `held` is None on no rung; `above` are the tiers it may still reach, the next one first."""

    key: str
    name: str
    township: str | None
    cluster: str | None
    held: Tier | None
    above: tuple[TierGaps, ...]
    deadlines: list[Deadline]


async def on_ladder(scope: Scope, ladder: Ladder, key: str, today: date) -> OnLadder | None:
    """One enterprise by its key; None where there is none, or where the caller does not see its place."""
    found = await by_key(key)
    if not found or not scope.ranks(found[0]["township"], found[0]["credit_code"]):
        return None
    async with transaction():
        return await _on_ladder(scope, ladder, found[0], today)


async def _on_ladder(scope: Scope, ladder: Ladder, row: Row, today: date) -> OnLadder:
    number: int = row["id"]
    (named,) = await fetch(Enterprise, OWN_NAMES, [number])
    known = await facts_of(scope, number, named["names"], row["credit_code"], today)
    held = held_tiers(ladder, known, today)["held"][0]
    titles = await titles_of(number)
    above = ladder.tiers[ladder.keys.index(held) + 1 :] if held else ladder.tiers
    shown = _Shown(
        known, number, today, await _patents(list(known.patents["patent"])), {t.number: t for t in titles}
    )
    answers = evaluate(ladder, known, today)
    return OnLadder(
        key=key_of(row),
        name=row["name"],
        township=row["township"],
        cluster=row["cluster"],
        held=ladder.tier(held) if held else None,
        above=tuple(TierGaps(tier, _proofs(tier, gaps(tier, answers, number), shown)) for tier in above),
        deadlines=deadlines(ladder, titles, today),
    )


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the proofs of one enterprise are made of."""

    known: Facts
    enterprise: int
    today: date
    patents: Mapping[int, PatentProof]
    titles: Mapping[int, HeldTitle]


def _proofs(tier: Tier, found: tuple[Gap, ...], shown: _Shown) -> tuple[GapProof, ...]:
    return tuple(_proof(one, gap, shown) for one, gap in zip(tier.criteria, found, strict=True))


def _proof(criterion: Criterion, gap: Gap, shown: _Shown) -> GapProof:
    behind = evidence(criterion.need, shown.known, shown.enterprise, shown.today)
    return GapProof(
        gap=gap,
        patents=tuple(shown.patents[number] for number in behind.patents),
        patents_maybe=tuple(shown.patents[number] for number in behind.patents_maybe),
        among=behind.among,
        titles=tuple(shown.titles[number] for number in behind.titles),
        titles_not=tuple(shown.titles[number] for number in behind.titles_not),
        closing=tuple(closing(criterion.need, gap, shown.known, shown.enterprise, shown.today)),
    )


async def _patents(numbers: list[int]) -> dict[int, PatentProof]:
    rows = await connection().fetch(
        "SELECT id, application_number, title, legal_status, grant_date FROM patent WHERE id = ANY($1)",
        numbers,
    )
    return {
        row["id"]: PatentProof(**{name: row[name] for name in PatentProof.__dataclass_fields__})
        for row in rows
    }
