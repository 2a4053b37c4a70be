"""The tree of the International Patent Classification beside the hits: sections, and what is opened below them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from registry.searching.kinds import IPC_LEVELS
from registry.searching.requests import LETTERS, level_of
from search.answers import SearchAnswer
from search.engine import SearchEngine
from search.requests import OneOf, SearchRequest

MOST_BRANCHES = 500
MOST_OPEN = 4
"""Chosen classes whose place in the tree is shown opened."""
SECTIONS = "ABCDEFGH"


@dataclass(frozen=True, slots=True)
class Branch:
    """A class and how many hits lie in it; `chosen`: it narrows the search, `opened`: its branches are shown."""

    part: str
    count: int
    chosen: bool
    branches: tuple["Branch", ...] = ()


def sections(answer: SearchAnswer) -> tuple[Branch, ...]:
    """The sections of an answer that no class narrows."""
    counts = {one.value: one.count for one in answer.facets.get(IPC_LEVELS[0], ())}
    return tuple(Branch(name, counts.get(name, 0), chosen=False) for name in SECTIONS)


def branches(engine: SearchEngine, request: SearchRequest, chosen: tuple[str, ...]) -> tuple[Branch, ...]:
    """The sections with what is opened below them, counted as if no class were chosen.

    `request` is the search without the chosen classes.
    """
    counting = replace(request, limit=0, offset=0, histogram=None, sort=None, facet_size=MOST_BRANCHES)
    counts = _counts(engine, replace(counting, facets=IPC_LEVELS[:1]))
    for section in dict.fromkeys(part[0] for part in chosen[:MOST_OPEN]):
        within = (*request.filters, OneOf(IPC_LEVELS[0], (section,)))
        counts |= _counts(engine, replace(counting, filters=within, facets=IPC_LEVELS[1:]), section)
    return tuple(_branch(name, counts, chosen) for name in SECTIONS)


def _counts(engine: SearchEngine, request: SearchRequest, begun: str = "") -> dict[str, int]:
    """Hits by class of the levels counted, for classes that begin so."""
    counted = [one for level in engine.search(request).facets.values() for one in level]
    return {one.value: one.count for one in counted if one.value.startswith(begun)}


def _branch(part: str, counts: Mapping[str, int], chosen: tuple[str, ...]) -> Branch:
    """A class, opened where it or one below it is chosen."""
    inner: tuple[Branch, ...] = ()
    if len(part) <= LETTERS[-1] and any(one.startswith(part) for one in chosen):
        level = IPC_LEVELS[IPC_LEVELS.index(level_of(part)) + 1]
        below = (one for one in (*counts, *chosen) if one.startswith(part) and level_of(one) == level)
        inner = tuple(_branch(one, counts, chosen) for one in dict.fromkeys(below))
    return Branch(part, counts.get(part, 0), part in chosen, inner)


def opening(chosen: tuple[str, ...], part: str) -> tuple[str, ...]:
    """The classes chosen once a branch is followed: it stands in for what lies above and below it."""
    return (*(one for one in chosen if not (one.startswith(part) or part.startswith(one))), part)


def leaving(chosen: tuple[str, ...], part: str) -> tuple[str, ...]:
    """The classes chosen once a chosen branch is left."""
    return tuple(one for one in chosen if one != part)
