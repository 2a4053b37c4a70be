"""The tree of the International Patent Classification beside the hits: sections, and what is opened below them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from registry.searching.kinds import IPC_LEVELS
from registry.searching.requests import LETTERS, level_of, within_classes
from search.engine import SearchEngine
from search.requests import SearchRequest

MOST_BRANCHES = 100
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


def branches(engine: SearchEngine, request: SearchRequest, chosen: tuple[str, ...]) -> tuple[Branch, ...]:
    """The sections with what is opened below them. `request` is the search without the chosen classes."""
    counting = replace(request, limit=0, offset=0, histogram=None, sort=None, facet_size=MOST_BRANCHES)
    return tuple(_Tree(engine, counting, chosen[:MOST_OPEN]).below(""))


@dataclass(frozen=True, slots=True)
class _Tree:
    engine: SearchEngine
    request: SearchRequest
    chosen: tuple[str, ...]

    def below(self, part: str) -> Iterator[Branch]:
        """The branches of a class, the most frequent first; all eight sections at the top."""
        level = IPC_LEVELS[0] if not part else _next_level(part)
        inside = (*self.request.filters, within_classes((part,))) if part else self.request.filters
        counted = self.engine.search(replace(self.request, filters=inside, facets=(level,))).facets[level]
        counts = {one.value: one.count for one in counted if one.value.startswith(part)}
        wanted = [one for one in self.chosen if one.startswith(part) and level_of(one) == level]
        names = SECTIONS if not part else dict.fromkeys([*counts, *wanted])
        for name in names:
            opened = any(one.startswith(name) for one in self.chosen) and len(name) <= LETTERS[-1]
            inner = tuple(self.below(name)) if opened else ()
            yield Branch(name, counts.get(name, 0), name in self.chosen, inner)


def _next_level(part: str) -> str:
    return IPC_LEVELS[IPC_LEVELS.index(level_of(part)) + 1]


def opening(chosen: tuple[str, ...], part: str) -> tuple[str, ...]:
    """The classes chosen once a branch is followed: it stands in for what lies above and below it."""
    return (*(one for one in chosen if not (one.startswith(part) or part.startswith(one))), part)


def leaving(chosen: tuple[str, ...], part: str) -> tuple[str, ...]:
    """The classes chosen once a chosen branch is left."""
    return tuple(one for one in chosen if one != part)
