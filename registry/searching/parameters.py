"""The parameters of a search as the API declares them; the address of a page has the same ones."""

from typing import Annotated

from litestar.di import Provide
from litestar.params import FromQuery, QueryParameter

from registry.searching.addresses import SearchQuery, read_search

One = FromQuery[str | None]
Some = FromQuery[list[str] | None]
Types = Annotated[
    list[str] | None, QueryParameter(name="type", description="Types of patents, or of projects")
]
States = Annotated[
    list[str] | None, QueryParameter(name="state", description="States of declarations, or of projects")
]
Kinds = Annotated[str | None, QueryParameter(name="kind", description="patent, offer, enterprise or project")]
Offer = Annotated[
    str | None, QueryParameter(name="offer", description="open: can be licensed today; declared; none")
]


def search_query(
    *,
    q: One = None,
    searched: Kinds = None,
    offered: Offer = None,
    literal: One = None,
    titled: One = None,
    year_from: One = None,
    year_to: One = None,
    fee_from: One = None,
    fee_to: One = None,
    sort: One = None,
    page: One = None,
    size: One = None,
    ipc: Some = None,
    types: Types = None,
    states: States = None,
    mode: Some = None,
    status: Some = None,
    owner_type: Some = None,
    owner: Some = None,
    cluster: Some = None,
    township: Some = None,
    district: Some = None,
    title: Some = None,
    level: Some = None,
    tag: Some = None,
    industry: Some = None,
    agency: Some = None,
) -> SearchQuery:
    """What an address asks for. Raises InvalidQueryError."""
    renamed = {"searched": "kind", "offered": "offer", "types": "type", "states": "state"}
    pairs: list[tuple[str, str]] = []
    for name, given in locals().copy().items():
        if name not in ("renamed", "pairs") and given is not None:
            values = given if isinstance(given, list) else [given]
            pairs += [(renamed.get(name, name), value) for value in values]
    return read_search(pairs)


ASKED = {"asked": Provide(search_query, sync_to_thread=False)}
"""For routes that take a search."""
