"""公开号 and 授权公告号 (ZC 0007, kind codes ZC 0008): `CN107966475B`, `CN2777030Y`, `CN101091984`."""

import re
from collections.abc import Mapping
from typing import ClassVar

import polars as pl

from schemas.findings import Reading, refused
from schemas.patent_type import PatentType, of_kind_digit
from schemas.text_forms import code_text
from schemas.value_type import Outputs, ValueType

KIND_CODES = "ABCUYSD"
"""Every kind code (文献种类代码), without the digit that may follow it."""
_KIND_CODES = {"1": "ABC", "2": "UY", "3": "SD"}
_OF_CODE = dict.fromkeys("ABC", "1") | dict.fromkeys("UY", "2") | dict.fromkeys("SD", "3")
_SHAPE = re.compile(r"(?:CN)?(?P<number>[0-9]{9}|[0-9]{7}|8[5-8][0-9]{6})(?P<code>[A-Z][0-9]?)?")
_FOREIGN = re.compile(r"(?!CN|ZL)(?P<office>[A-Z]{2})[/\-]?[0-9]{4}[0-9A-Z/\-]*")
_APPLICATION = re.compile(r"(?:ZL|CN)?[0-9]{12}[.]?[0-9X]|(?:ZL|CN)?[0-9]{8}[.][0-9X]")
_BODY = "(?:[0-9]{6}|[0-9]{8})"
_CLEAN = f"^CN(?:1{_BODY}(?:[ABC][0-9]?)?|2{_BODY}(?:[UY][0-9]?)?|3{_BODY}(?:[SD][0-9]?)?)$"


def _type_digit(number: str) -> str:
    """The digit that tells the type: the first, in the eight digits of 1985 to 1988 the third."""
    return number[2] if len(number) == 8 else number[0]


def patent_type_of(number: str) -> PatentType:
    """The patent type a canonical publication number tells. Raises ValueError for anything else."""
    match = _SHAPE.fullmatch(number)
    if match is None or _type_digit(match["number"]) not in _KIND_CODES:
        raise ValueError(f"not a publication number: {number}")
    return of_kind_digit(_type_digit(match["number"]))


def kind_code(number: str) -> str | None:
    """The kind code (文献种类代码) of a canonical publication number, such as `B`; None where it has none."""
    match = _SHAPE.fullmatch(number)
    return match["code"] if match else None


def agrees(application_number: str, publication_number: str) -> bool:
    """Whether the kind digit of the application fits the publication: 1, 8 ↔ 1; 2, 9 ↔ 2; 3 ↔ 3."""
    digits = application_number.split(".", maxsplit=1)[0]
    kind = digits[4] if len(digits) == 12 else digits[2]
    return of_kind_digit(kind) is patent_type_of(publication_number)


class PublicationNumberValue(ValueType):
    """公开（公告）号. The canonical form is `CN`, 7 or 9 digits and, where given, the kind code."""

    name = "publication_number"
    outputs: ClassVar[Outputs] = {"": pl.String()}

    def read(self, text: str) -> Reading:
        """Read one number; a missing `CN` is supplied, blanks and full-width forms are mere spelling."""
        plain = code_text(text).strip("()[],;。、")
        match = _SHAPE.fullmatch(plain)
        if match is None:
            return _explain(plain, text)
        number, code = match["number"], match["code"] or ""
        digit = _type_digit(number)
        if digit not in _KIND_CODES:
            return refused("publication_number.leading_digit", digit=digit)
        if code and code[0] not in _OF_CODE:
            return refused("publication_number.kind_code", kind_code=code)
        if code and _OF_CODE[code[0]] != digit:
            expected = "、".join(_KIND_CODES[digit])
            return refused("publication_number.kind_conflict", kind_code=code, digit=digit, expected=expected)
        return Reading.of(f"CN{number}{code}")

    def fast(self, text: pl.Expr) -> Mapping[str, pl.Expr]:
        """Exactly the canonical form of 7 or 9 digits."""
        return {"": pl.when(text.str.contains(_CLEAN)).then(text)}


def _explain(plain: str, text: str) -> Reading:
    if _APPLICATION.fullmatch(plain):
        return refused("publication_number.application_number", number=plain)
    foreign = _FOREIGN.fullmatch(plain)
    if foreign:
        return refused("publication_number.foreign", office=foreign["office"])
    if len(re.findall(r"CN[0-9]{7,9}[A-Z]", plain)) > 1:
        return refused("publication_number.several", text=text[:60])
    if re.fullmatch(r"[0-9](?:[.][0-9]+)?E[+]?[0-9]{1,2}", plain):
        return refused("publication_number.scientific_notation")
    return refused("publication_number.unreadable", text=text[:60])
