"""The list of candidates."""

from typing import Any

from litestar import Request, get
from litestar.di import NamedDependency

from registry.accounts.pages.answering import Page
from registry.accounts.scope import Scope
from registry.candidates import queries
from registry.candidates.api import CANDIDATE_QUERY
from registry.candidates.pages.answering import READ, shown
from registry.candidates.queries import CandidateQuery, CandidateSort
from registry.candidates.rules import State


@get("/candidates", dependencies=CANDIDATE_QUERY, opt=READ)
async def list_candidates(
    request: Request[Any, Any, Any],
    caller_scope: NamedDependency[Scope],
    filters: NamedDependency[CandidateQuery],
) -> Page:
    """The candidates the caller sees, narrowed by the address."""
    rounds = await queries.rounds(caller_scope)
    return shown(
        request,
        "list.html",
        query=filters,
        candidates=await queries.candidates(caller_scope, filters),
        counts=await queries.counts_by_state(caller_scope, filters),
        rounds=rounds,
        round=next((one for one in rounds if one.id == filters.round), None),
        places=await queries.places_of(caller_scope),
        colleagues=await queries.colleagues(caller_scope),
        states=list(State),
        sorts=list(CandidateSort),
    )


ROUTES = [list_candidates]
