"""The address of a search: what it asks for, read from it and written into it. An address is the whole state."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from pydantic import Field, StringConstraints, field_validator

from registry.searching.kinds import KINDS, Kind
from registry.site.filters import InvalidQueryError, ListQuery, QueryProblem, read_query
from registry.site.languages import Language, localised
from registry.site.paging import PAGE_SIZE
from registry.site.texts import marked
from registry.site.vocabulary import labels

Pairs = list[tuple[str, str]]
NO_SUCH_CHOICE = marked("没有“%(input)s”这个选项")
REVERSED = marked("不能大于“至”的值")
LONGEST_VALUE = 100
MOST_VALUES = 50
IpcPart = Annotated[str, StringConstraints(pattern=r"^[A-H]([0-9]{2}([A-Z]([0-9]{1,4})?)?)?$")]
RANGES = ("year", "fee")
SWITCHES = ("ipc", "offer", "titled")
SINGLE = (
    "kind",
    "q",
    "offer",
    "literal",
    "titled",
    "year_from",
    "year_to",
    "fee_from",
    "fee_to",
    "sort",
    "page",
    "size",
)
"""The parameters that have one value, in the order in which they are written."""


class SearchQuery(ListQuery):
    """What an address asks for. `chosen` holds the values chosen for each facet of the kind, by parameter.

    `offer`: open is what can be licensed today, declared has a declaration, none has none. `literal` leaves synonyms
    out; `titled`: enterprises that hold a title. Fees are in yuan, years as the kind means them; `ipc` are beginnings
    of symbols (A, A01, A01K, A01K87).
    """

    kind: Literal["patent", "offer", "enterprise", "project"] = "patent"
    offer: Literal["", "open", "declared", "none"] = ""
    literal: bool = False
    titled: bool = False
    year_from: int | None = Field(None, ge=1900, le=2100)
    year_to: int | None = Field(None, ge=1900, le=2100)
    fee_from: int | None = Field(None, ge=0, le=1_000_000_000_000)
    fee_to: int | None = Field(None, ge=0, le=1_000_000_000_000)
    ipc: tuple[IpcPart, ...] = Field((), max_length=MOST_VALUES)
    sort: str = ""
    chosen: Mapping[str, tuple[str, ...]] = {}

    @field_validator("ipc", mode="before")
    @classmethod
    def plain_symbols(cls, given: Any) -> Any:
        """A group may be written as in a register: A01K 87/00."""
        return tuple("".join(str(one).upper().split()).split("/")[0] for one in given)

    @property
    def of(self) -> Kind:
        """The kind that is searched."""
        return KINDS[self.kind]

    @property
    def narrowed(self) -> list[str]:
        """What narrows the search, by name: parameters of facets, `ipc`, `offer`, `titled`, `year`, `fee`."""
        ranges = [name for name in RANGES if self.bounds(name) != (None, None)]
        named = [name for name in SWITCHES if getattr(self, name)]
        return [*self.chosen, *named, *ranges]

    def bounds(self, name: str) -> tuple[int | None, int | None]:
        """Least and most of a range: year or fee."""
        return getattr(self, f"{name}_from"), getattr(self, f"{name}_to")

    def without(self, *names: str, page: int = 1) -> "SearchQuery":
        """The same search without some of what narrows it."""
        update: dict[str, Any] = {
            "chosen": {name: values for name, values in self.chosen.items() if name not in names},
            "page": page,
        }
        for name in names:
            if name in RANGES:
                update |= {f"{name}_from": None, f"{name}_to": None}
            elif name in SWITCHES:
                update[name] = type(self).model_fields[name].default
        return self.model_copy(update=update)

    def choosing(self, parameter: str, values: Iterable[str]) -> "SearchQuery":
        """The same search with other values chosen for a facet."""
        others = {name: given for name, given in self.chosen.items() if name != parameter}
        chosen = tuple(dict.fromkeys(values))
        update = {"chosen": {**others, parameter: chosen} if chosen else others, "page": 1}
        return self.model_copy(update=update)


def read_search(pairs: Iterable[tuple[str, str]], kind: str | None = None) -> SearchQuery:
    """What an address asks for; `kind` where the path says it. Parameters of other kinds are passed over.

    Raises InvalidQueryError naming every refused value.
    """
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        if value.strip():
            given.setdefault(name, []).append(value.strip())
    single: dict[str, Any] = {name: given[name][-1] for name in SINGLE if name in given}
    single |= {"ipc": given.get("ipc", ())} | ({"kind": kind} if kind else {})
    problems: list[QueryProblem] = []
    try:
        query = read_query(SearchQuery, single)
    except InvalidQueryError as error:
        problems += error.problems
        query = SearchQuery.model_validate(
            {"kind": single["kind"] if single.get("kind") in KINDS else "patent"}
        )
    chosen = {name: tuple(dict.fromkeys(given[name])) for name in query.of.by_parameter if name in given}
    problems += [*_unknown(query.of, chosen), *_disordered(query)]
    if problems:
        raise InvalidQueryError(problems)
    return _of_its_kind(query.model_copy(update={"chosen": chosen}))


def _of_its_kind(query: SearchQuery) -> SearchQuery:
    """The search without what has no meaning for its kind."""
    foreign = () if query.of.offered else ("ipc", "offer", "fee")
    return query.without(
        *foreign, *(() if "title" in query.of.by_parameter else ("titled",)), page=query.page
    )


def _unknown(kind: Kind, chosen: Mapping[str, tuple[str, ...]]) -> Iterable[QueryProblem]:
    """Values that no record can have."""
    for name, values in chosen.items():
        words = kind.by_parameter[name].words
        known = labels(*words) if words else None
        for value in values[: MOST_VALUES + 1]:
            if (known is not None and value not in known) or len(value) > LONGEST_VALUE:
                yield QueryProblem(name, NO_SUCH_CHOICE, {"input": value[:40]})
        if len(values) > MOST_VALUES:
            yield QueryProblem(name, marked("最多选 %(most)s 项"), {"most": str(MOST_VALUES)})


def _disordered(query: SearchQuery) -> Iterable[QueryProblem]:
    if query.sort and query.sort not in {order.name for order in query.of.orders}:
        yield QueryProblem("sort", NO_SUCH_CHOICE, {"input": query.sort[:40]})
    for name in RANGES:
        least, most = query.bounds(name)
        if least is not None and most is not None and least > most:
            yield QueryProblem(f"{name}_from", REVERSED)


DEFAULTS = {name: SearchQuery.model_fields[name].default for name in SINGLE}


def pairs_of(query: SearchQuery) -> Pairs:
    """The parameters that ask for this; what is left to its default is left out."""
    pairs: Pairs = []
    for name in SINGLE:
        value = getattr(query, name)
        if value != DEFAULTS[name]:
            pairs.append((name, "1" if value is True else str(value)))
    pairs += [("ipc", part) for part in query.ipc]
    return pairs + [(name, value) for name, values in query.chosen.items() for value in values]


@dataclass(frozen=True, slots=True)
class Address:
    """Where a search stands, and the addresses of searches beside it. `path` says the kind where it is not /search."""

    path: str
    language: Language
    query: SearchQuery

    def __str__(self) -> str:
        return self.to(self.query)

    def to(self, query: SearchQuery, path: str = "") -> str:
        """The address of another search."""
        pairs = [pair for pair in pairs_of(query) if path or self.path == SEARCH or pair[0] != "kind"]
        bare = localised(path or self.path, self.language)
        return f"{bare}?{urlencode(pairs)}" if pairs else bare

    def changed(self, **changes: Any) -> str:
        """The same search with some fields set; from page 1, unless a page is given."""
        return self.to(self.query.model_copy(update={"page": 1, **changes}))

    def without(self, *names: str) -> str:
        """The same search without some of what narrows it."""
        return self.to(self.query.without(*names))

    def file(self, form: str) -> str:
        """Everything that this search finds, in another form than a page: /search.csv."""
        whole = self.query.model_copy(update={"page": 1, "size": PAGE_SIZE})
        return self.to(whole, f"{SEARCH}.{form}")

    def of_kind(self, kind: str) -> str:
        """What was typed, searched in another kind."""
        return self.to(
            SearchQuery.model_validate({"kind": kind, "q": self.query.q, "literal": self.query.literal}),
            SEARCH,
        )


SEARCH = "/search"
