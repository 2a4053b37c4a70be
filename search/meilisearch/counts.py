"""Counts as Meilisearch gives them: by token."""

from collections.abc import Callable
from typing import Any

from search.answers import FacetCount
from search.counting import groups
from search.meilisearch.queries import Result
from search.meilisearch.tokens import text_of
from search.requests import SearchRequest

Resolve = Callable[[str, str], str]
"""The value of a field for a token that does not spell it out."""


def counts_of(results: list[Result], request: SearchRequest, resolve: Resolve) -> dict[str, Any]:
    """Total, facets and histogram from the results of `Queries.counting`."""
    facets: dict[str, tuple[FacetCount, ...]] = {}
    histogram: tuple[tuple[int, int], ...] = ()
    asked = {request.filters: [], **groups(request)}
    for names, result in zip(asked.values(), results, strict=True):
        for name in names:
            counted = result["facetDistribution"].get(name, {})
            if name == request.histogram:
                histogram = tuple(sorted((int(float(number)), count) for number, count in counted.items()))
            else:
                facets[name] = _most_frequent(name, counted, request.facet_size, resolve)
    return {"total": results[0]["estimatedTotalHits"], "facets": facets, "histogram": histogram}


def _most_frequent(name: str, counted: dict[str, int], size: int, resolve: Resolve) -> tuple[FacetCount, ...]:
    found = [FacetCount(text_of(token) or resolve(name, token), count) for token, count in counted.items()]
    return tuple(sorted(found, key=lambda one: (-one.count, one.value))[:size])
