"""Candidates as JSON, for people with a token; and the query that their list takes."""

from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, TypeVar

from litestar import Request, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from pydantic import AfterValidator, BaseModel, Field

from registry.accounts.guarding import needs
from registry.accounts.pages.answering import caller_needed
from registry.accounts.permissions import Permission
from registry.accounts.scope import Scope
from registry.candidates import queries, round_queries, stepping, tagging
from registry.candidates.forms import LARGEST, clean
from registry.candidates.lines import CandidateDetail, CandidateLine, RoundLine
from registry.candidates.queries import CandidateQuery
from registry.candidates.refusing import Overtaken, Refused
from registry.candidates.rules import Move, State
from registry.candidates.tagging import Tagging
from registry.database.days import today
from registry.site.errors import RecordNotFoundError, RefusedError
from registry.site.filters import read_query
from registry.site.negotiation import language_of
from registry.site.paging import Page
from registry.site.texts import Text, marked

StateName = Annotated[str | None, QueryParameter(name="state")]
RoundNumber = Annotated[str | None, QueryParameter(name="round")]


def candidate_query(
    *,
    q: FromQuery[str | None] = None,
    in_round: RoundNumber = None,
    tier: FromQuery[str | None] = None,
    standing: StateName = None,
    enterprise: FromQuery[str | None] = None,
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

READ = needs(Permission.READ_CANDIDATES)
PROPOSE = needs(Permission.PROPOSE_CANDIDATES)
NO_SUCH_CANDIDATE = marked("没有第 %(number)s 号候选，或者您不能查看")
NO_SUCH_ROUND = marked("没有第 %(number)s 号轮次")
T = TypeVar("T")
Words = Annotated[str, AfterValidator(clean), Field(max_length=2000)]
Number = Annotated[int, Field(ge=0, le=LARGEST)]


class TaggingBody(BaseModel):
    """Which enterprises (credit codes, or the keys their list gives) to tag in which round, and why."""

    enterprises: list[Words] = Field(max_length=tagging.MOST)
    round: Number
    reason: Words
    owner: Number | None = None


class StepBody(BaseModel):
    """A move to `state`, or a note where it is null. `version` is that of the candidate as it was read."""

    version: Number
    state: State | None = None
    on_day: date
    note: Words = ""
    document_number: Words = ""
    valid_to: date | None = None
    review_year: Number | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An enterprise that was not tagged."""

    key: str
    name: str | None
    why: str
    candidacy: int | None


@dataclass(frozen=True, slots=True)
class TaggedAnswer:
    """Numbers of the new candidates, and what was left out."""

    candidacies: list[int]
    left: list[LeftOut]


@get("/candidates", dependencies=CANDIDATE_QUERY, opt=READ, tags=["candidates"], summary="List candidates")
async def list_candidates(
    caller_scope: NamedDependency[Scope], filters: NamedDependency[CandidateQuery]
) -> Page[CandidateLine]:
    """The candidates the caller sees, one page of them."""
    return await queries.candidates(caller_scope, filters, exact=True)


@get("/candidate-rounds", opt=READ, tags=["candidates"], summary="List rounds with counts by state")
async def list_rounds(caller_scope: NamedDependency[Scope]) -> list[RoundLine]:
    """All rounds; counts are of the candidates the caller sees."""
    return await round_queries.rounds(caller_scope)


@get(
    "/candidates/{number:int}",
    opt=READ,
    tags=["candidates"],
    summary="One candidate with its steps and the results of the day it was tagged",
)
async def show_candidate(caller_scope: NamedDependency[Scope], number: FromPath[int]) -> CandidateDetail:
    """One candidate."""
    return await _there(caller_scope, number)


async def _there(scope: Scope, number: int) -> CandidateDetail:
    found = await queries.candidate(scope, number) if number < 2**63 else None
    if found is None:
        raise RecordNotFoundError(Text(NO_SUCH_CANDIDATE, {"number": number}))
    return found


@post("/candidates", opt=PROPOSE, tags=["candidates"], summary="Tag enterprises as candidates of a round")
async def tag_enterprises(
    request: Request[Any, Any, Any], caller_scope: NamedDependency[Scope], data: JSONBody[TaggingBody]
) -> TaggedAnswer:
    """Make candidates; what cannot be tagged is left out and named."""
    asked = Tagging(data.enterprises, data.round, data.reason, data.owner)
    made = await _told(
        tagging.tag(caller_scope, caller_needed(request), asked, today()),
        Text(NO_SUCH_ROUND, {"number": data.round}),
    )
    language = language_of(request)
    left = [LeftOut(one.key, one.name, one.why.in_language(language), one.candidacy) for one in made.left]
    return TaggedAnswer(made.candidacies, left)


@post(
    "/candidates/{number:int}/steps",
    opt=READ,
    tags=["candidates"],
    summary="Move a candidate on, or write a note",
)
async def take_step(
    request: Request[Any, Any, Any],
    caller_scope: NamedDependency[Scope],
    number: FromPath[int],
    data: JSONBody[StepBody],
) -> CandidateDetail:
    """The candidate as it stands after the step."""
    await _there(caller_scope, number)
    caller = caller_needed(request)
    if data.state is None:
        action = stepping.note(caller_scope, caller, number, data.version, data.on_day, data.note, today())
    else:
        move = Move(data.state, data.on_day, data.note, data.document_number, data.valid_to, data.review_year)
        action = stepping.step(caller_scope, caller, number, data.version, move, today())
    await _told(action, Text(NO_SUCH_CANDIDATE, {"number": number}))
    return await _there(caller_scope, number)


async def _told(action: Awaitable[T], missing: Text) -> T:
    """What the action gives. Raises RefusedError, RecordNotFoundError."""
    try:
        return await action
    except Refused as refused:
        status = 409 if isinstance(refused, Overtaken) else 422
        raise RefusedError(refused.text, refused.faults, status) from refused
    except LookupError as gone:
        raise RecordNotFoundError(missing) from gone


ROUTES = [list_candidates, list_rounds, show_candidate, tag_enterprises, take_step]
