"""The demonstration has rounds with candidates in several states, made once."""

import pytest

from registry.accounts import demonstration as people
from registry.accounts.scope import Scope
from registry.candidates import demonstration, queries, round_queries
from registry.candidates.queries import CandidateQuery
from registry.candidates.rules import State
from registry.settings import Settings
from tests.registry.candidates.office import DAY

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("register")]


async def test_the_demonstration_is_made_once_with_candidates_up_to_the_decision(office: Settings) -> None:
    await people.make(office)
    for _ in range(2):
        await demonstration.make(DAY)
    rounds = await round_queries.rounds(Scope.system())
    assert {one.tier for one in rounds} == {
        "national_advantage",
        "provincial_advantage",
        "district_advantage",
    }
    assert sum(one.rules.takes(DAY) for one in rounds) == 2
    counts = await queries.counts_by_state(Scope.system(), CandidateQuery())
    assert set(counts) == {State.APPLIED, State.PREPARING, State.RECOGNISED, State.DECLINED}
    assert sum(counts.values()) == 9
