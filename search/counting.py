"""What is counted beside the documents found, the same in every engine."""

from search.requests import Between, Filter, OneOf, SearchRequest

MOST_YEARS = 1000
"""Values of a number field that a histogram counts."""


def concerns(wanted: Filter, field: str) -> bool:
    """Whether a filter is a choice among the values of a field, which its own counts pass over."""
    return isinstance(wanted, OneOf | Between) and wanted.field == field


def groups(request: SearchRequest) -> dict[tuple[Filter, ...], list[str]]:
    """The fields to be counted by the filters that hold for them."""
    found: dict[tuple[Filter, ...], list[str]] = {}
    for name in (*request.facets, *((request.histogram,) if request.histogram else ())):
        holding = tuple(one for one in request.filters if not concerns(one, name))
        found.setdefault(holding, []).append(name)
    return found
