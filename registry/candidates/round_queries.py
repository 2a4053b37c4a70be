"""Reads of rounds (申报轮次), with what of their candidates the caller sees."""

from collections.abc import Mapping

from registry.accounts.scope import Scope
from registry.candidates.lines import RoundLine
from registry.candidates.rules import State
from registry.candidates.seeing import FROM, seen
from registry.candidates.tables import Candidacy, CandidateRound
from registry.database.days import today
from registry.enterprises.ladder.criteria import Ladder
from registry.enterprises.ladder.versions import current_ladder
from registry.site.reading import Conditions, Row, fetch
from schemas.titles import TitleLevel


async def rounds(scope: Scope) -> list[RoundLine]:
    """All rounds: those that still take candidates first, by deadline."""
    rows = await fetch(
        CandidateRound,
        f"SELECT {_ROUND} FROM candidate_round r ORDER BY r.closed_on IS NOT NULL, r.deadline DESC, r.id DESC",
    )
    counts = await _counts(scope, None)
    titles = await tier_titles()
    return [_round(row, counts.get(row["id"], {}), titles) for row in rows]


async def round_(scope: Scope, number: int) -> RoundLine | None:
    """One round, None where there is none of this number."""
    rows = await fetch(CandidateRound, f"SELECT {_ROUND} FROM candidate_round r WHERE r.id = {{}}", number)
    if not rows:
        return None
    counts = await _counts(scope, number)
    return _round(rows[0], counts.get(number, {}), await tier_titles())


_ROUND = "r.id, r.tier, r.name, r.title, r.quota, r.deadline, r.note, r.closed_on, r.version"


async def _counts(scope: Scope, number: int | None) -> dict[int, dict[State, int]]:
    conditions = seen(scope, Conditions())
    if number is not None:
        conditions.add("c.round_id = {}", number)
    rows = await fetch(
        Candidacy,
        f"SELECT c.round_id, c.state, count(*) AS number FROM {FROM} {conditions.where} GROUP BY 1, 2",
        *conditions.values,
    )
    found: dict[int, dict[State, int]] = {}
    for row in sorted(rows, key=lambda row: list(State).index(State.of(row["state"]))):
        found.setdefault(row["round_id"], {})[State.of(row["state"])] = row["number"]
    return found


def _round(row: Row, counts: Mapping[State, int], titles: Mapping[str, str]) -> RoundLine:
    return RoundLine(**row, tier_title=titles.get(row["tier"], row["tier"]), counts=counts)


async def tier_titles() -> Mapping[str, str]:
    """What each tier is called today. A tier that the criteria do not have any more goes by its key."""
    return {tier.key: tier.title for tier in (await current_ladder(today())).tiers}


USUAL = {
    TitleLevel.NATIONAL: "国家",
    TitleLevel.PROVINCIAL: "省级",
    TitleLevel.MUNICIPAL: "市级",
    TitleLevel.DISTRICT: "区级",
}


def usual_titles(ladder: Ladder) -> dict[str, str]:
    """What whoever is recognised in a tier is usually called, by the key of the tier."""
    return {tier.key: f"{USUAL[tier.level]}{tier.kind.label}" for tier in ladder.tiers}
