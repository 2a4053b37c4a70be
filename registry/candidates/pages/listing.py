"""The list of candidates."""

from typing import Any

from litestar import Request, get
from litestar.di import NamedDependency
from litestar.response import File

from registry.accounts.pages.answering import caller_needed
from registry.accounts.scope import Scope
from registry.candidates import exporting, queries, round_queries
from registry.candidates.api import CANDIDATE_QUERY, READ
from registry.candidates.pages.answering import shown
from registry.candidates.queries import CandidateQuery, CandidateSort
from registry.candidates.rules import State
from registry.database.days import today
from registry.site.forms import Page
from registry.site.workbooks import handed_out


@get("/candidates", dependencies=CANDIDATE_QUERY, opt=READ)
async def list_candidates(
    request: Request[Any, Any, Any],
    caller_scope: NamedDependency[Scope],
    filters: NamedDependency[CandidateQuery],
) -> Page:
    """The candidates the caller sees, narrowed by the address."""
    rounds = await round_queries.rounds(caller_scope)
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


@get("/candidates/export", dependencies=CANDIDATE_QUERY, opt=READ)
async def export_candidates(
    request: Request[Any, Any, Any],
    caller_scope: NamedDependency[Scope],
    filters: NamedDependency[CandidateQuery],
) -> File:
    """The same list, all of it, as a workbook."""
    sheet = await exporting.export(caller_scope, caller_needed(request), filters)
    return await handed_out(sheet, f"candidates-{today()}")


ROUTES = [list_candidates, export_candidates]
