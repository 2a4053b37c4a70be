"""How each record kind of an export lies in its table: parent, natural key, and what a row must give."""

from dataclasses import dataclass
from functools import cache

from schemas import catalogue

PARENT_FIELDS = frozenset({"application_number", "enterprise_name", "enterprise_code"})
"""Fields by which a child's export names its parent; the table holds a foreign key instead."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One record kind: `key` are its own key columns beside the parent's; `needs` must be given."""

    name: str
    table: str
    parent: str | None = None
    key: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()

    @property
    def parent_column(self) -> str | None:
        """The foreign key column, None for a kind that stands alone."""
        return f"{self.parent}_id" if self.parent else None

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that the table holds, in the order of the catalogue."""
        return _fields(self.name, self.parent is not None)

    def column(self, field: str) -> str:
        """The quoted column of a staged row that holds this field."""
        return f'"{self.name}.{field}"'


@cache
def _fields(name: str, child: bool) -> tuple[str, ...]:
    names = tuple(catalogue.fields(name))
    return tuple(field for field in names if not (child and field in PARENT_FIELDS))


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("enterprise", "enterprise", key=("credit_code", "registration_number", "name"), needs=("name",)),
        Kind("agency", "agency", key=("name",), needs=("name",)),
        Kind("patent", "patent", key=("application_number",), needs=("application_number",)),
        Kind("recognition", "recognition", "enterprise", ("title", "round"), needs=("title",)),
        Kind("event", "patent_event", "patent", ("event_date", "event_name"), ("event_date", "event_name")),
        Kind("pledge", "pledge", "patent", ("registration_number",), ("registration_number",)),
        Kind("stock_review", "stock_review", "patent"),
        Kind("offer", "offer", "patent", ("declaration",)),
        Kind(
            "licence",
            "licence",
            "patent",
            ("record_number", "licensees"),
            any_of=("record_number", "licensees"),
        ),
        Kind("project", "project", key=("number", "title"), needs=("title",)),
    )
}
"""Every kind by name, parents before children: the order in which they are merged."""


def in_order(kinds: list[str]) -> list[Kind]:
    """The kinds a sheet fills, with the parents they need, parents first."""
    wanted = set(kinds) | {parent for name in kinds if (parent := KINDS[name].parent)}
    return [kind for kind in KINDS.values() if kind.name in wanted]


def is_field(name: str) -> bool:
    """Whether "kind.field" is a field that a column can fill."""
    kind, _, field = name.partition(".")
    return kind in KINDS and field in catalogue.fields(kind)


@cache
def fields_by_kind() -> dict[str, tuple[str, ...]]:
    """The fields that a column of any export can fill, by record kind."""
    return {kind: tuple(catalogue.fields(kind)) for kind in KINDS}
