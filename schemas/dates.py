"""Dates in every form seen in exports; what is ambiguous or impossible is refused by name."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import ClassVar

import polars as pl

from schemas.findings import Reading, note, refused
from schemas.text_forms import half_width, single_spaced
from schemas.value_type import Outputs, ValueType

FIRST_YEAR, LAST_YEAR = 1800, 2199
BEIJING = dt.timezone(dt.timedelta(hours=8))

_OPEN_ENDED = re.compile(r"(?:长期|永久|无固定期限|无期限|永续|不限期?|无限期?|长期有效|9999[-/.年].*)")
_TIME = re.compile(
    r"(?<=[0-9日])(?:T| ?)(?:上午|下午)? ?[0-9]{1,2}[:时点][0-9]{1,2}"
    r"(?:[:分][0-9]{1,2}(?:[.,][0-9]+)?秒?)?分?"
    r" ?(?:AM|PM)?(?:Z| ?[+\-][0-9]{2}:?[0-9]{2}| ?CST)?$",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(
    r"(?P<y>[0-9]{4})(?P<mark>[-/.年 ])(?P<m>[0-9]{1,2})[-/.月 ](?P<d>[0-9]{1,2})[日号]?"
)
_EIGHT = re.compile(r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})(?:[.]0+)?")
_DOTTED_LAST = re.compile(r"(?P<d>[0-9]{1,2})[.](?P<m>[0-9]{1,2})[.](?P<y>[0-9]{4})")
_YEAR_LAST = re.compile(r"(?P<a>[0-9]{1,2})[-/](?P<b>[0-9]{1,2})[-/](?P<y>[0-9]{4})")
_SERIAL = re.compile(r"(?P<days>[2-7][0-9]{4})(?:[.][0-9]+)?")
_EPOCH = re.compile(r"(?P<seconds>[0-9]{9,10}|(?P<ms>[0-9]{12,13}))(?:[.]0+)?")
_SHORT_YEAR = re.compile(r"[0-9]{1,2}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?|[0-9]{6}")
_INCOMPLETE = re.compile(r"[0-9]{4}(?:[.]0)?年?|[0-9]{4}[-/.年][0-9]{1,2}月?|[0-9]{6}月?")
_MONTHS = {
    name: month
    for month, name in enumerate(
        ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"], 1
    )
}
_NAMED = re.compile(
    r"(?:[A-Z]{3,9},? )?(?:(?P<d1>[0-9]{1,2})[ \-](?P<n1>[A-Z]{3,9})[ \-,]+(?P<y1>[0-9]{4})"
    r"|(?P<n2>[A-Z]{3,9})[. ]+(?P<d2>[0-9]{1,2}),? (?P<y2>[0-9]{4}))"
)
_CHINESE_DIGITS = str.maketrans("〇零一二三四五六七八九○", "001234567890")
_CHINESE = re.compile(
    r"(?P<y>[〇零○一二三四五六七八九]{4})年(?P<m>[一二三四五六七八九十]{1,2})月(?P<d>[一二三四五六七八九十]{1,3})日"
)
_CLEAN = r"^(?:1[89]|20|21)[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])$"


class DateValue(ValueType):
    """A date. Times of day are dropped; 长期 and the like give no date and a note."""

    name = "date"
    outputs: ClassVar[Outputs] = {"": pl.Date()}

    def read(self, text: str) -> Reading:
        """Read one date."""
        plain = single_spaced(half_width(text)).upper().strip("'\"`‘’“” ,;。")
        plain = re.sub(r"(?<=[0-9]) ?([-/.年月]) ?(?=[0-9])", r"\1", plain)
        plain = re.sub(r"(?<=[0-9年月]) (?=[0-9年月日])", "", plain) if "年" in plain else plain
        if _OPEN_ENDED.fullmatch(plain):
            return Reading({}, (note("date.open_ended", text=text[:60]),))
        day = _TIME.sub("", plain).rstrip(".T ")
        for reader in _READERS:
            reading = reader(day, text)
            if reading is not None:
                return reading
        return refused("date.unreadable", text=text[:60])

    def fast(self, text: pl.Expr) -> Mapping[str, pl.Expr]:
        """ISO 8601 dates (GB/T 7408)."""
        clean = pl.when(text.str.contains(_CLEAN)).then(text)
        return {"": clean.str.to_date("%Y-%m-%d", strict=False)}


def _day(year: int, month: int, day: int, text: str) -> Reading:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return refused("date.year", year=str(year), first=str(FIRST_YEAR), last=str(LAST_YEAR))
    try:
        return Reading.of(dt.date(year, month, day))
    except ValueError:
        return refused("date.impossible", text=text[:60], year=str(year), month=str(month), day=str(day))


def _read_numeric(plain: str, text: str) -> Reading | None:
    for pattern in (_YEAR_FIRST, _EIGHT, _DOTTED_LAST):
        match = pattern.fullmatch(plain)
        if match:
            return _day(int(match["y"]), int(match["m"]), int(match["d"]), text)
    return None


def _read_year_last(plain: str, text: str) -> Reading | None:
    match = _YEAR_LAST.fullmatch(plain)
    if match is None:
        return None
    first, second, year = int(match["a"]), int(match["b"]), int(match["y"])
    if first <= 12 and second <= 12 and first != second:
        return refused("date.day_or_month", text=text[:60])
    day, month = (second, first) if second > 12 else (first, second)
    return _day(year, month, day, text)


def _read_named(plain: str, text: str) -> Reading | None:
    match = _NAMED.fullmatch(plain)
    if match is None:
        return None
    month = _MONTHS.get((match["n1"] or match["n2"])[:3])
    if month is None:
        return None
    return _day(int(match["y1"] or match["y2"]), month, int(match["d1"] or match["d2"]), text)


def _read_chinese(plain: str, text: str) -> Reading | None:
    match = _CHINESE.fullmatch(plain)
    if match is None:
        return None
    year = int(match["y"].translate(_CHINESE_DIGITS))
    return _day(year, _chinese_number(match["m"]), _chinese_number(match["d"]), text)


def _chinese_number(text: str) -> int:
    """一 … 三十一."""
    tens, ten, ones = text.rpartition("十")
    units = int(ones.translate(_CHINESE_DIGITS)) if ones.translate(_CHINESE_DIGITS).isdigit() else 0
    return (int(tens.translate(_CHINESE_DIGITS) or "1") * 10 if ten else 0) + units


def _read_counted(plain: str, _text: str) -> Reading | None:
    """Days since 1899-12-30 (Excel) or seconds, milliseconds since 1970, in Beijing time."""
    serial = _SERIAL.fullmatch(plain)
    if serial:
        date = dt.date(1899, 12, 30) + dt.timedelta(days=int(serial["days"]))
        return Reading.of(date, note("date.excel_serial", fix=date.isoformat()))
    epoch = _EPOCH.fullmatch(plain)
    if epoch is None:
        return None
    seconds = int(epoch["seconds"]) // (1000 if epoch["ms"] else 1)
    date = dt.datetime.fromtimestamp(seconds, BEIJING).date()
    if not 1980 <= date.year <= 2100:
        return None
    return Reading.of(date, note("date.epoch", fix=date.isoformat()))


def _refuse_partial(plain: str, text: str) -> Reading | None:
    if re.search(r"[0-9]{4}[-/.年].*(?:至|到|~|—|--| - ).*[0-9]", plain):
        return refused("date.range", text=text[:60])
    if _SHORT_YEAR.fullmatch(plain) and not re.fullmatch(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])", plain):
        return refused("date.two_digit_year", text=text[:60])
    if _INCOMPLETE.fullmatch(plain):
        return refused("date.incomplete", text=text[:60])
    return None


_READERS: tuple[Callable[[str, str], Reading | None], ...] = (
    _read_numeric,
    _read_year_last,
    _read_counted,
    _read_named,
    _read_chinese,
    _refuse_partial,
)
