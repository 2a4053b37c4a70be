"""Reads of candidates and rounds; every one shows what the caller's `Scope` lets through and counts no more."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from pydantic import Field, field_validator

from registry.accounts.names import named
from registry.accounts.scope import Candidates, Scope
from registry.candidates.forms import clean
from registry.candidates.lines import Attachment, CandidateDetail, CandidateLine, Step
from registry.candidates.results import Results, kept
from registry.candidates.round_queries import round_, tier_titles
from registry.candidates.rules import State
from registry.candidates.seeing import FROM, seen
from registry.candidates.tables import Candidacy
from registry.enterprises.queries import key_of
from registry.site.filters import ListQuery
from registry.site.paging import REACH, Page
from registry.site.reading import Conditions, Row, containing, fetch, page_of


class CandidateSort(StrEnum):
    """Orders of the list of candidates."""

    UPDATED = "updated"
    NAME = "name"
    MISSING = "missing"
    STATE = "state"


ORDERS = {
    CandidateSort.UPDATED: "c.updated_at DESC, c.id DESC",
    CandidateSort.NAME: "e.name, c.id",
    CandidateSort.MISSING: "(c.snapshot ->> 'missing')::int, (c.snapshot ->> 'unknown')::int, e.name, c.id",
    CandidateSort.STATE: "array_position(ARRAY[{}], c.state), e.name, c.id".format(
        ", ".join(f"'{state}'" for state in State)
    ),
}


class CandidateQuery(ListQuery):
    """What the list of candidates may be narrowed to. `enterprise`: its key; `owner`: number of an account; `step`: what an
    operation tagged."""

    round: int | None = Field(None, ge=1, lt=2**63)
    tier: str = ""
    state: State | None = None
    enterprise: str = ""
    township: str = ""
    cluster: str = ""
    owner: int | None = Field(None, ge=1, lt=2**63)
    step: int | None = Field(None, ge=1, lt=2**63)
    sort: CandidateSort = CandidateSort.UPDATED

    @field_validator("tier", "enterprise", "township", "cluster")
    @classmethod
    def without_nul(cls, text: str) -> str:
        """The database takes none."""
        return clean(text)


_LINE = (
    f"c.id, c.version, c.state, c.proposed_by, {named('c.proposed_by')} AS proposer, c.updated_at,"
    " (c.snapshot ->> 'missing')::int AS missing,"
    " (c.snapshot ->> 'unknown')::int AS unknown, e.id AS enterprise_id, e.credit_code, e.name AS enterprise, e.township,"
    " e.cluster, r.id AS round, r.name AS round_name, r.tier, r.deadline, a.name AS owner"
)


async def candidates(scope: Scope, query: CandidateQuery, *, exact: bool = False) -> Page[CandidateLine]:
    """One page of the candidates that fit."""
    if scope.candidates is Candidates.NONE:
        return Page([], 0, query.page, query.size)
    conditions = _conditions(scope, query)
    found = await page_of(Candidacy, _LINE, FROM, conditions, ORDERS[query.sort], query, exact=exact)
    titles = await tier_titles()
    return found.holding([_line(row, titles) for row in found.items])


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """A candidate as a line of a workbook."""

    line: CandidateLine
    then: Results
    title: str
    reason: str
    credit_code: str | None
    document_number: str | None
    contact: str | None
    phone: str | None


async def whole_rows(scope: Scope, query: CandidateQuery) -> list[CandidateRow]:
    """All candidates that fit, in the order of the list; contacts only where the scope has those of all."""
    conditions = _conditions(scope, query)
    contacts = "e.contact, e.phone" if scope.personal else "NULL AS contact, NULL AS phone"
    rows = await fetch(
        Candidacy,
        f"SELECT {_LINE}, c.snapshot, r.title, c.reason, {contacts},"
        " (SELECT s.document_number FROM candidacy_step s WHERE s.candidacy_id = c.id AND s.undone_at IS NULL"
        "  AND s.to_state = 'recognised' ORDER BY s.id DESC LIMIT 1) AS document_number"
        f" FROM {FROM} {conditions.where} ORDER BY {ORDERS[query.sort]} LIMIT {REACH}",
        *conditions.values,
    )
    names = ("title", "reason", "credit_code", "document_number", "contact", "phone")
    titles = await tier_titles()
    return [
        CandidateRow(_line(row, titles), kept(row["snapshot"]), **{name: row[name] for name in names})
        for row in rows
    ]


async def counts_by_state(scope: Scope, query: CandidateQuery) -> dict[State, int]:
    """How many of those that fit are in each state, whatever state is asked for."""
    conditions = _conditions(scope, query.model_copy(update={"state": None}))
    rows = await fetch(
        Candidacy,
        f"SELECT c.state, count(*) AS number FROM {FROM} {conditions.where} GROUP BY c.state",
        *conditions.values,
    )
    return {State.of(row["state"]): row["number"] for row in rows}


def _line(row: Row, titles: Mapping[str, str]) -> CandidateLine:
    names = [field.name for field in fields(CandidateLine)]
    key = key_of({**row, "id": row["enterprise_id"]})
    made: dict[str, Any] = {
        "key": key,
        "state": State.of(row["state"]),
        "tier_title": titles.get(row["tier"], row["tier"]),
    }
    return CandidateLine(**{**{name: row.get(name) for name in names}, **made})


def _conditions(scope: Scope, query: CandidateQuery) -> Conditions:
    conditions = seen(scope, Conditions())
    for column, wanted in (
        ("c.round_id", query.round),
        ("c.owner_id", query.owner),
        ("r.tier", query.tier),
        ("c.state", query.state),
        ("e.township", query.township),
        ("e.cluster", query.cluster),
        ("coalesce(e.credit_code, 'id-' || e.id)", query.enterprise),
    ):
        if wanted:
            conditions.add(f"{column} = {{}}", wanted)
    if query.step:
        conditions.add(
            "EXISTS (SELECT FROM candidacy_step s WHERE s.candidacy_id = c.id AND s.operation_id = {})",
            query.step,
        )
    for word in query.q.split():
        pattern = containing(word)
        conditions.add("(e.name ILIKE {} OR e.credit_code ILIKE {})", pattern, pattern)
    return conditions


async def candidate(scope: Scope, number: int) -> CandidateDetail | None:
    """One candidate, None where there is none that the caller sees."""
    conditions = seen(scope, Conditions())
    conditions.add("c.id = {}", number)
    rows = await fetch(
        Candidacy,
        f"SELECT {_LINE}, c.reason, c.owner_id, c.snapshot FROM {FROM} {conditions.where}",
        *conditions.values,
    )
    if not rows:
        return None
    (row,) = rows
    wanted = await round_(scope, row["round"])
    if wanted is None:
        return None
    return CandidateDetail(
        line=_line(row, await tier_titles()),
        enterprise_id=row["enterprise_id"],
        reason=row["reason"],
        owner_id=row["owner_id"],
        round=wanted,
        then=kept(row["snapshot"]),
        steps=await _steps(number),
        attachments=await _attachments(number),
    )


async def _steps(number: int) -> list[Step]:
    rows = await fetch(
        Candidacy,
        f"SELECT s.id, s.from_state, s.to_state, s.on_day, s.note, s.document_number, {named('s.actor')} AS actor,"
        f" s.actor AS login, s.at, {named('s.undone_by')} AS undone_by, s.undone_at, s.undone_reason"
        " FROM candidacy_step s WHERE s.candidacy_id = {} ORDER BY s.id",
        number,
    )
    return [_step(row) for row in rows]


def _step(row: Row) -> Step:
    source, target = row.pop("from_state"), row.pop("to_state")
    return Step(source=State.of(source) if source else None, target=State.of(target), **row)


_FILE = f"f.id, f.file_name, f.media_type, f.size, {named('f.added_by')} AS added_by, f.created_at"


async def _attachments(number: int) -> list[Attachment]:
    rows = await fetch(
        Candidacy,
        f"SELECT {_FILE} FROM candidacy_attachment f WHERE f.candidacy_id = {{}} AND f.removed_at IS NULL ORDER BY f.id",
        number,
    )
    return [Attachment(**row) for row in rows]


async def attachment(scope: Scope, number: int, file: int) -> tuple[Attachment, str] | None:
    """One file of a candidate with where it lies below the files folder, None where there is none that the caller sees."""
    conditions = seen(scope, Conditions())
    conditions.add("c.id = {} AND f.id = {} AND f.removed_at IS NULL", number, file)
    rows = await fetch(
        Candidacy,
        f"SELECT {_FILE}, f.stored_as FROM {FROM} JOIN candidacy_attachment f ON f.candidacy_id = c.id {conditions.where}",
        *conditions.values,
    )
    if not rows:
        return None
    stored_as: str = rows[0].pop("stored_as")
    return Attachment(**rows[0]), stored_as


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who can look after candidates."""

    account: int
    name: str
    unit: str


async def colleagues(scope: Scope) -> list[Colleague]:
    """Who can look after candidates, of those the caller may choose from."""
    conditions = Conditions()
    conditions.add("a.state = 'active'")
    conditions.add(
        "EXISTS (SELECT FROM role_grant g WHERE g.account_id = a.id"
        " AND g.role IN ('officer', 'reviewer', 'township_officer'))"
    )
    if scope.candidates is not Candidates.ALL:
        conditions.add("a.organisation = ANY({}::text[])", sorted(scope.townships))
    rows = await fetch(
        Candidacy,
        f"SELECT a.id AS account, a.name, a.organisation AS unit FROM account a {conditions.where} ORDER BY 3, 2",
        *conditions.values,
    )
    return [Colleague(**row) for row in rows]


async def places_of(scope: Scope) -> dict[str, list[str]]:
    """The townships and clusters of the candidates the caller sees, for filters."""
    conditions = seen(scope, Conditions())
    rows = await fetch(
        Candidacy,
        "SELECT array_agg(DISTINCT e.township ORDER BY e.township) FILTER (WHERE e.township <> '') AS township,"
        " array_agg(DISTINCT e.cluster ORDER BY e.cluster) FILTER (WHERE e.cluster <> '') AS cluster"
        f" FROM {FROM} {conditions.where}",
        *conditions.values,
    )
    return {name: values or [] for name, values in rows[0].items()}
