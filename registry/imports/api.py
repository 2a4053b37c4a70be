"""Imports have no JSON of their own yet: nothing about them is public, and callers have no accounts."""

from typing import Annotated

from litestar.di import Provide
from litestar.params import FromQuery, QueryParameter

from registry.imports.problem_queries import ProblemQuery
from registry.imports.queries import BatchQuery
from registry.site.filters import read_query

ROUTES: list[object] = []

StateName = Annotated[str | None, QueryParameter(name="state")]


def batch_query(
    standing: StateName = None,
    page: FromQuery[str | None] = None,
    size: FromQuery[str | None] = None,
) -> BatchQuery:
    """What an address asks of the list of imports. Raises InvalidQueryError."""
    return read_query(BatchQuery, {"state": standing, "page": page, "size": size})


def problem_query(
    severity: FromQuery[str | None] = None,
    code: FromQuery[str | None] = None,
    page: FromQuery[str | None] = None,
    size: FromQuery[str | None] = None,
) -> ProblemQuery:
    """What an address asks of the problems of an import. Raises InvalidQueryError."""
    return read_query(ProblemQuery, dict(locals()))


BATCH_QUERY = {"filters": Provide(batch_query, sync_to_thread=False)}
PROBLEM_QUERY = {"filters": Provide(problem_query, sync_to_thread=False)}
