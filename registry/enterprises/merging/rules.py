"""Which enterprises look like one held twice, and what has to be chosen when two become one: pure functions."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import Any

from registry.site.texts import marked
from schemas.vocabulary import Term

FORMS = re.compile(r"有限责任公司|股份有限公司|有限公司|[()·.,&\s\-—_/'\"“”]")
"""What of a name does not tell enterprises apart: legal form and punctuation."""
SHORTEST = 4
"""Letters of a name without its form that make it telling."""
CONFUSED = str.maketrans("OISZV", "0152U")
"""Letters that no credit code has (GB 32100-2015), and what they are misread from."""
LARGEST_GROUP = 12
"""Enterprises that share a key and are still looked at in pairs."""
UNITED = ("former_names", "tags")
"""Lists that are put together."""


class Likeness(Term):
    """Why two enterprises look like one, the surest first."""

    CODE = "code", marked("统一社会信用代码只差写法或校验位")
    NUMBER = "number", marked("注册号相同")
    ORGANISATION = "organisation", marked("组织机构代码相同")
    NAME = "name", marked("名称相同（不计组织形式和标点）")
    FORMER = "former", marked("一家的名称是另一家的曾用名")


@dataclass(frozen=True, slots=True)
class Known:
    """What of an enterprise is compared."""

    id: int
    name: str
    former_names: Sequence[str]
    credit_code: str | None
    registration_number: str | None
    organisation_code: str | None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two enterprises that look like one, the lower number first."""

    first: int
    second: int
    likenesses: tuple[Likeness, ...]


def loose_name(name: str) -> str:
    """A name without legal form, punctuation and width; empty where too little is left to tell anything."""
    plain = FORMS.sub("", unicodedata.normalize("NFKC", name))
    return plain if len(plain) >= SHORTEST else ""


def loose_code(code: str) -> str:
    """A credit code without its check character, and with letters that it cannot have read as what they look like."""
    plain = unicodedata.normalize("NFKC", code).upper().replace(" ", "").replace("-", "")
    return plain.translate(CONFUSED)[:17] if len(plain) == 18 else ""


def pairs(enterprises: Sequence[Known], distinct: Iterable[tuple[int, int]]) -> list[Pair]:
    """All pairs that look alike and nobody called distinct, those with the surest likeness first."""
    called = set(distinct)
    found: dict[tuple[int, int], set[Likeness]] = {}
    groups: dict[tuple[str, str], list[Known]] = {}
    for one in enterprises:
        for key in set(_keys(one)):
            groups.setdefault(key, []).append(one)
    for (sort, shared), members in groups.items():
        for first, second in combinations(sorted(members[:LARGEST_GROUP], key=lambda one: one.id), 2):
            likeness = _likeness(sort, shared, first, second)
            if likeness:
                found.setdefault((first.id, second.id), set()).add(likeness)
    order = list(Likeness)
    made = [
        Pair(*ids, tuple(sorted(why, key=order.index))) for ids, why in found.items() if ids not in called
    ]
    return sorted(made, key=lambda pair: (order.index(pair.likenesses[0]), pair.first, pair.second))


def _keys(one: Known) -> Iterable[tuple[str, str]]:
    if one.credit_code and (code := loose_code(one.credit_code)):
        yield "code", code
        yield "organisation", code[8:17]
    if one.registration_number:
        yield "number", one.registration_number
    if one.organisation_code:
        yield "organisation", one.organisation_code.replace("-", "").upper()
    for name in (one.name, *one.former_names):
        if loose := loose_name(name):
            yield "name", loose


def _likeness(sort: str, key: str, first: Known, second: Known) -> Likeness | None:
    """What a shared key says; two that share a former name only say nothing."""
    if sort != "name":
        return Likeness.of(sort)
    own = (loose_name(first.name) == key, loose_name(second.name) == key)
    return Likeness.NAME if all(own) else Likeness.FORMER if any(own) else None


class Side(StrEnum):
    """Which of the two a value comes from."""

    KEPT = "kept"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Compared:
    """One field of both. `chosen`: where it comes from without asking, None where a person has to choose."""

    field: str
    kept: Any
    other: Any
    chosen: Side | None

    @property
    def united(self) -> bool:
        """Whether both are put together."""
        return self.field in UNITED


def compared(fields: Sequence[str], kept: Mapping[str, Any], other: Mapping[str, Any]) -> list[Compared]:
    """Both field by field, in the order given; fields that neither has are left out."""
    rows = []
    for name in fields:
        mine, theirs = kept.get(name), other.get(name)
        if empty(mine) and empty(theirs):
            continue
        same = mine == theirs or empty(theirs) or name in UNITED
        rows.append(Compared(name, mine, theirs, Side.KEPT if same else Side.OTHER if empty(mine) else None))
    return rows


def empty(value: Any) -> bool:
    """Whether a field says nothing."""
    return value is None or value in ([], "")


def united(final_name: str, *names: Iterable[str]) -> list[str]:
    """Former names put together, each once, without the name it has from now on."""
    return [name for name in dict.fromkeys(one for each in names for one in each) if name != final_name]
