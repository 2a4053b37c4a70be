"""What a person types, taken apart: words, "phrases", -excluded words and field:words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from search.normalising import normalise

_PIECE = re.compile(
    r'(?P<minus>[-－])?(?:(?P<field>[^\s:：""“”]{1,12})[:：])?(?:["“](?P<phrase>[^"“”]+)["”]|(?P<word>[^\s]+))'
)


@dataclass(frozen=True, slots=True)
class Term:
    """A text that has to occur, or must not; `field` None is anywhere. The text is normalised.

    A phrase is meant to the letter; other words may be taken apart where the whole does not occur.
    """

    text: str
    field: str | None = None
    excluded: bool = False
    phrase: bool = False


def read_query(text: str, prefixes: Mapping[str, str]) -> tuple[Term, ...]:
    """The terms of a query. `prefixes` gives the field for a prefix (权利人 → owners); other prefixes are plain text.

    Nothing is an error: what cannot be read as syntax is searched as it stands.
    """
    found = (_term(match, prefixes) for match in _PIECE.finditer(text))
    return tuple(dict.fromkeys(term for term in found if term.text))


def _term(match: re.Match[str], prefixes: Mapping[str, str]) -> Term:
    excluded, phrase = bool(match["minus"]), match["phrase"] is not None
    field = prefixes.get(normalise(match["field"])) if match["field"] else None
    wanted = match["phrase"] or match["word"]
    if match["field"] and field is None:
        wanted = match[0][1:] if excluded else match[0]
    return Term(normalise(wanted.strip(' \t\r\n\u3000"“”')), field, excluded, phrase)
