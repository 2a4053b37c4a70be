"""Which lists can be saved as views, and whether what was saved still means something there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, get_origin
from urllib.parse import parse_qsl, urlencode

from registry.accounts.permissions import Permission
from registry.candidates.queries import CandidateQuery
from registry.enterprises.ladder.criteria import Ladder
from registry.enterprises.ladder.holdings import HoldingQuery
from registry.enterprises.ladder.matrix import MatrixQuery, target_of
from registry.enterprises.roster.queries import RosterQuery
from registry.imports.queries import BatchQuery
from registry.site.filters import InvalidQueryError, ListQuery, read_query
from registry.site.texts import marked

LONGEST_QUERY = 1500
PASSING = ("page", "step")
"""Parameters that mean something once only."""


@dataclass(frozen=True, slots=True)
class Place:
    """A list: its address, the query that it takes, the permission that its route declares, and what it is called."""

    path: str
    model: type[ListQuery]
    permission: Permission
    title: str


PLACES: Mapping[str, Place] = {
    "candidates": Place("/candidates", CandidateQuery, Permission.READ_CANDIDATES, marked("候选")),
    "ladder": Place("/ladder", MatrixQuery, Permission.READ_LADDER, marked("梯度培育")),
    "titles": Place("/ladder/titles", HoldingQuery, Permission.READ_LADDER, marked("称号与到期")),
    "roster": Place("/register/enterprises", RosterQuery, Permission.EDIT_REGISTER, marked("企业台账")),
    "imports": Place("/imports", BatchQuery, Permission.READ_IMPORTS, marked("表格导入")),
}


def lasting(query: str) -> str:
    """A query without what means something once only, such as a page."""
    pairs = parse_qsl(query.replace("\0", ""), keep_blank_values=False)
    return urlencode([(name, value) for name, value in pairs if name not in PASSING])


def outdated(place: Place, query: str, ladder: Ladder) -> frozenset[str]:
    """The parameters of a query that the list does not take, or not with these values any more."""
    gone: frozenset[str] = frozenset()
    while refused := _refused(place, without(query, gone), ladder) - gone:
        gone |= refused
    return gone


def _refused(place: Place, query: str, ladder: Ladder) -> frozenset[str]:
    """Those that are seen at once; some show only when these are gone."""
    given: dict[str, Any] = {}
    for name, value in parse_qsl(query):
        if _many(place.model, name):
            given.setdefault(name, []).append(value)
        else:
            given[name] = value
    unknown = frozenset(name for name in given if name not in place.model.model_fields)
    if unknown:
        return unknown
    try:
        asked = read_query(place.model, given)
        if isinstance(asked, MatrixQuery):
            target_of(ladder, asked)
    except InvalidQueryError as refused:
        return frozenset(problem.parameter for problem in refused.problems)
    return frozenset()


def _many(model: type[ListQuery], name: str) -> bool:
    field = model.model_fields.get(name)
    return field is not None and get_origin(field.annotation) in (list, tuple)


def without(query: str, names: Iterable[str]) -> str:
    """The query without these parameters."""
    dropped = set(names)
    return urlencode([(name, value) for name, value in parse_qsl(query) if name not in dropped])
