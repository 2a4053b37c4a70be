"""Filters as Meilisearch writes them. Every value in them is a token or a number."""

import json
from collections.abc import Iterable

from search.declaration import FieldKind, Index
from search.grams import END
from search.meilisearch.form import KEY, declared_as, spelt
from search.meilisearch.tokens import key_of, token
from search.normalising import squash
from search.requests import AnyOf, Between, Filter, Not, OneOf

NOTHING = f"{KEY} IN []"


def filter_text(wanted: Filter, index: Index) -> str:
    """One filter."""
    match wanted:
        case OneOf(name, values) if index.field(name).kind is FieldKind.IDENTIFIER:
            return one_of(spelt(index.field(name)), (token(squash(value) + END) for value in values))
        case OneOf(name, values):
            return one_of(name, map(token, values))
        case Between(name, None, None):
            return f"{quoted(name)} EXISTS"
        case Between(name, least, most):
            low = f"{quoted(name)} >= {least}" if least is not None else ""
            high = f"{quoted(name)} <= {most}" if most is not None else ""
            return all_of(part for part in (low, high) if part)
        case AnyOf(filters):
            return any_of(filter_text(one, index) for one in filters)
        case Not(inner):
            return negated(filter_text(inner, index))


def quoted(text: str) -> str:
    """A name or a token as a filter holds it."""
    return json.dumps(text, ensure_ascii=False)


def one_of(name: str, tokens: Iterable[str]) -> str:
    """The attribute has one of these tokens."""
    return f"{quoted(name)} IN [{', '.join(map(quoted, tokens))}]"


def has_all(name: str, tokens: Iterable[str]) -> str:
    """The attribute has all these tokens."""
    return all_of(f"{quoted(name)} = {quoted(one)}" for one in tokens)


def all_of(filters: Iterable[str]) -> str:
    """All of these hold; there is at least one."""
    return f"({' AND '.join(filters)})"


def any_of(filters: Iterable[str]) -> str:
    """At least one of these holds."""
    return f"({' OR '.join(filters) or NOTHING})"


def negated(wanted: str) -> str:
    """This does not hold."""
    return f"NOT {wanted}"


def everything(index: Index) -> str:
    """Holds for every document, and is an error in an index that was set up for another declaration."""
    return f"{declared_as(index)} NOT EXISTS"


def without(ids: Iterable[str]) -> str:
    """Not one of these documents."""
    return f"{KEY} NOT IN [{', '.join(quoted(key_of(one)) for one in ids)}]"
