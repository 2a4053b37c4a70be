"""Candidates as JSON, and the query that their list takes."""

from typing import Annotated

from litestar.di import Provide
from litestar.params import FromQuery, QueryParameter

from registry.candidates.queries import CandidateQuery
from registry.site.filters import read_query

StateName = Annotated[str | None, QueryParameter(name="state")]
RoundNumber = Annotated[str | None, QueryParameter(name="round")]


def candidate_query(
    *,
    q: FromQuery[str | None] = None,
    in_round: RoundNumber = None,
    tier: FromQuery[str | None] = None,
    standing: StateName = None,
    township: FromQuery[str | None] = None,
    cluster: FromQuery[str | None] = None,
    owner: FromQuery[str | None] = None,
    step: FromQuery[str | None] = None,
    sort: FromQuery[str | None] = None,
    page: FromQuery[str | None] = None,
    size: FromQuery[str | None] = None,
) -> CandidateQuery:
    """What an address asks of the list of candidates. Raises InvalidQueryError."""
    given = dict(locals())
    given["round"], given["state"] = given.pop("in_round"), given.pop("standing")
    return read_query(CandidateQuery, given)


CANDIDATE_QUERY = {"filters": Provide(candidate_query, sync_to_thread=False)}
