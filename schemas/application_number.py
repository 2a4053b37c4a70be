"""申请号 (ZC 0006-2003): every spelling of a Chinese patent application number, and what is wrong with it."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import ClassVar

import polars as pl

from schemas import application_number_faults as faults
from schemas.findings import Reading, note, refused, warning
from schemas.patent_type import PatentType, of_kind_digit
from schemas.text_forms import EDGES, code_text, half_width
from schemas.value_type import Outputs, ValueType

WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
KINDS = "12389"
FIRST_YEAR = 1985
FIRST_LONG_YEAR = 2003

_LABEL = re.compile(r"^[(\[【]?(?:(?:中国)?(?:专利)?(?:申请)?号|专利)[:.]?")
_PREFIX = r"(?P<prefix>(?:ZL|CN){0,2})[.:]?"
_PLAIN = re.compile(rf"{_PREFIX}(?P<digits>[0-9]{{12}}|[0-9]{{8}})(?P<dot>[.]?)(?P<check>[0-9X])?")
_COMMA = re.compile(rf"{_PREFIX}(?P<digits>[0-9]{{12}}|[0-9]{{8}})[,。·\-_:;/、](?P<check>[0-9X])")
_FLOAT = re.compile(rf"{_PREFIX}(?P<digits>[0-9]{{12}}|[0-9]{{8}})[.](?P<tail>[0-9]{{2,}})")
_MISPLACED = re.compile(rf"{_PREFIX}(?P<whole>(?=[0-9.]{{13}}[0-9X]$)[0-9]+[.][0-9]*[0-9X])")
_WIPO = re.compile(r"(?P<type>[123][01])(?P<year>(?:19|20)[0-9]{2})00(?P<serial>[0-9]{7})")
_WIPO_KINDS = {"10": "1", "11": "8", "20": "2", "21": "9", "30": "3"}
_LIST_MARKS = re.compile(r"[、;；|\n\r]+|[,，](?!\s*[0-9Xx]\s*$)")
_SPACED = re.compile(r"(?:(?:ZL|CN|zl|cn)[.\s]*)?[0-9]{4}\s?[0-9]\s?[0-9]{7}\s?[.]?\s?[0-9Xx](?![0-9])")
_BLANKS = re.compile(r"[0-9]\s+[0-9]")
_AND_OTHERS = re.compile(r"(?:等+(?:[0-9一二三四五六七八九十百]*[件项个])?)[.。]?$")


@dataclass(frozen=True, slots=True)
class ApplicationNumber:
    """An application number taken apart: `202110344405.7`, or before October 2003 `97101765.4`."""

    year: int
    kind: str
    serial: str
    check: str

    @property
    def patent_type(self) -> PatentType:
        """专利类型 by the kind digit."""
        return of_kind_digit(self.kind)

    @property
    def international(self) -> bool:
        """Whether it entered the national phase from a PCT application (kind 8 or 9)."""
        return self.kind in "89"

    @property
    def digits(self) -> str:
        """The digits without the check digit: 12, or 8 in the old form."""
        year = f"{self.year:04}" if len(self.serial) == 7 else f"{self.year % 100:02}"
        return f"{year}{self.kind}{self.serial}"

    def __str__(self) -> str:
        return f"{self.digits}.{self.check}"


def check_digit(digits: str) -> str:
    """The check digit (校验位) of 12 or 8 digits: weights 2…9 repeating, sum modulo 11, ten is X."""
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=False))
    return "0123456789X"[total % 11]


def parse(number: str) -> ApplicationNumber:
    """Take apart a number in any accepted spelling. Raises ValueError with the message of what is wrong."""
    return _parts(str(ApplicationNumberValue().accept(number)))


def _parts(canonical: str) -> ApplicationNumber:
    digits, check = canonical.split(".")
    if len(digits) == 12:
        return ApplicationNumber(int(digits[:4]), digits[4], digits[5:], check)
    return ApplicationNumber(faults.full_year(digits[:2]), digits[2], digits[3:], check)


def format_zl(number: str) -> str:
    """A canonical number as a patent number for display: `ZL 2021 1 9903127.1` (专利号)."""
    parts = _parts(number)
    year = parts.digits[: -len(parts.serial) - 1]
    return f"ZL {year} {parts.kind} {parts.serial}.{parts.check}"


def split_numbers(text: str) -> list[str]:
    """The single numbers of a list such as `ZL201911227162.8、ZL201510653906.8等`, as written."""
    pieces: list[str] = []
    for cell in _LIST_MARKS.split(text):
        complete = [match.group().strip() for match in _SPACED.finditer(half_width(cell))]
        pieces.extend(
            complete if len(complete) > 1 else [_AND_OTHERS.sub("", cell.strip(EDGES)).strip(EDGES)]
        )
    return [piece for piece in pieces if piece]


class ApplicationNumberValue(ValueType):
    """申请号 or 专利号. The canonical form is 12 (old: 8) digits, a dot and the check digit."""

    name = "application_number"
    outputs: ClassVar[Outputs] = {"": pl.String()}

    def read(self, text: str) -> Reading:
        """Read one number; prefixes, blanks, quotation marks and full-width digits are mere spelling."""
        plain = code_text(text).replace("×", "X").replace("Х", "X").strip("'\"`")
        plain = _LABEL.sub("", plain).strip("()[]【】'\",;:、。.")
        match = _PLAIN.fullmatch(plain)
        if match:
            return _with_blanks(_read_plain(match, plain), text)
        others = faults.several(split_numbers(text), plain)
        if others is not None:
            return others
        return _read_and_others(plain) or _read_repairable(plain) or faults.explain(plain, text)

    def fast(self, text: pl.Expr) -> Mapping[str, pl.Expr]:
        """`CN`/`ZL` prefix or none, one blank or none, 12 digits, dot or none, check digit that verifies."""
        bare = text.str.strip_prefix("ZL").str.strip_prefix("CN").str.strip_prefix(" ")
        size = bare.str.len_bytes()
        digits = bare.str.head(12)
        check = bare.str.tail(1)
        number = digits.cast(pl.Int64, strict=False)
        last = dt.datetime.now(dt.UTC).year * 10**8 + 10**8
        number = pl.when(number.is_between(FIRST_LONG_YEAR * 10**8, last, closed="left")).then(number)
        kind = number // 10**7 % 10
        sound = (
            ((size == 13) | ((size == 14) & (bare.str.slice(12, 1) == ".")))
            & (kind.is_between(1, 3) | (kind >= 8))
            & (check == _expected_check(number))
        )
        return {"": pl.when(sound).then(pl.concat_str(digits, pl.lit("."), check))}


def _expected_check(number: pl.Expr) -> pl.Expr:
    """The check digits of a column of 12-digit numbers: weighted sums looked up four digits at a time."""
    outer, inner = (pl.lit(pl.Series(_weighted_sums(weights))) for weights in (WEIGHTS[:4], WEIGHTS[4:8]))
    first, second, third = number // 10**8, number // 10**4 % 10**4, number % 10**4
    total = outer.gather(first) + inner.gather(second) + outer.gather(third)
    return pl.lit(pl.Series(list("0123456789X"))).gather(total % 11)


@cache
def _weighted_sums(weights: tuple[int, ...]) -> list[int]:
    """The weighted sum of the digits of 0000 … 9999."""
    return [sum(w * int(d) for w, d in zip(weights, f"{n:04}", strict=True)) for n in range(10**4)]


def _read_plain(match: re.Match[str], plain: str) -> Reading:
    digits, check = match["digits"], match["check"]
    if (
        len(digits) == 8
        and not match["dot"]
        and faults.is_publication(digits + (check or ""), match["prefix"])
    ):
        return faults.publication(plain)
    fault = faults.in_digits(digits)
    if fault is not None:
        return fault
    expected = check_digit(digits)
    canonical = f"{digits}.{expected}"
    if check is None:
        if expected == "0" and plain == digits:
            return Reading.of(canonical, note("application_number.trailing_zero_lost", fix=canonical))
        found = warning("application_number.check_digit_missing", fix=canonical, expected=expected)
        return Reading.of(canonical, found)
    if check != expected:
        return refused("application_number.check_digit", given=check, expected=expected, digits=digits)
    return Reading.of(canonical)


def _with_blanks(reading: Reading, text: str) -> Reading:
    """Blanks between the groups are allowed (ZC 0006), but beside another fault they are worth telling."""
    if reading.value is not None or not _BLANKS.search(text):
        return reading
    return Reading(reading.values, (*reading.findings, note("application_number.embedded_blanks")))


def _read_and_others(plain: str) -> Reading | None:
    """`ZL201911227162.8等`: one number is given, others are only hinted at."""
    shorter = _AND_OTHERS.sub("", plain)
    match = _PLAIN.fullmatch(shorter)
    if shorter == plain or match is None:
        return None
    reading = _read_plain(match, shorter)
    if reading.value is None:
        return reading
    return Reading(reading.values, (*reading.findings, warning("application_number.and_others")))


def _read_repairable(plain: str) -> Reading | None:
    """Numbers spoilt in a way that leaves one certain reading, proved by the check digit."""
    wipo = _WIPO.fullmatch(plain)
    if wipo and wipo["type"] in _WIPO_KINDS:
        return _read_wipo(wipo)
    comma = _COMMA.fullmatch(plain)
    if comma:
        return _proved(comma["digits"], comma["check"], "application_number.odd_separator")
    ruined = _FLOAT.fullmatch(plain)
    if ruined:
        return _read_float(ruined["digits"], ruined["tail"])
    misplaced = _MISPLACED.fullmatch(plain)
    if misplaced:
        whole = misplaced["whole"].replace(".", "")
        return _proved(whole[:12], whole[12:], "application_number.dot_misplaced")
    return None


def _read_float(digits: str, tail: str) -> Reading:
    """`201310093260.29999`: what a spreadsheet makes of a number it stored as a floating-point value."""
    tenths = round(int(tail) * 10 / 10 ** len(tail))
    residue = abs(int(tail) * 10 - tenths * 10 ** len(tail))
    certain = residue * 100 <= 10 ** len(tail) and tenths <= 9
    if not certain or check_digit(digits) != str(tenths):
        return faults.in_digits(digits) or refused(
            "application_number.floating_point", expected=check_digit(digits)
        )
    return _proved(digits, str(tenths), "application_number.floating_point_repaired")


def _proved(digits: str, check: str, code: str) -> Reading:
    fault = faults.in_digits(digits)
    if fault is not None:
        return fault
    expected = check_digit(digits)
    if check != expected:
        return refused("application_number.check_digit", given=check, expected=expected, digits=digits)
    canonical = f"{digits}.{check}"
    return Reading.of(canonical, warning(code, fix=canonical))


def _read_wipo(match: re.Match[str]) -> Reading:
    digits = f"{match['year']}{_WIPO_KINDS[match['type']]}{match['serial']}"
    fault = faults.in_digits(digits)
    if fault is not None:
        return fault
    canonical = f"{digits}.{check_digit(digits)}"
    return Reading.of(canonical, note("application_number.wipo_form", fix=canonical))
