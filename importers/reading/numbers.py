"""Numbers and moments as the text of a cell (数值与日期文本)."""

from datetime import date, datetime, time, timedelta

EXACT = 2**53
"""Whole numbers up to here are exact in a spreadsheet; beyond, digits were lost."""
_EPOCH_1900 = datetime(1899, 12, 30)  # noqa: DTZ001 - spreadsheets know no time zone
_EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001 - spreadsheets know no time zone
_LAST_SERIAL = 2_958_466.0


def float_text(value: float) -> str:
    """The shortest text that reads back as `value`; whole numbers without “.0” while they are exact."""
    if value == int(value) if abs(value) <= EXACT else False:
        return str(int(value))
    return repr(value).upper() if "e" in repr(value) else repr(value)


def number_text(written: str) -> str:
    """A number as a spreadsheet file writes it, in its shortest form; digits alone stay as they are."""
    if written.isascii() and written.lstrip("-").isdigit():
        return written
    try:
        return float_text(float(written))
    except (ValueError, OverflowError):
        return written


def serial_text(written: str, kind: str, since_1904: bool) -> str:
    """A date serial (日期序列号) as ISO text; one that is no possible date stays the number it is.

    `kind` is "date" or "elapsed" (hours beyond a day).
    """
    try:
        serial = float(written)
    except ValueError:
        return written
    if not 0 <= serial < _LAST_SERIAL or (kind == "date" and not since_1904 and 60 <= serial < 61):
        return number_text(written)
    moment = timedelta(milliseconds=round(serial * 86_400_000))
    if kind == "elapsed":
        seconds = int(moment.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    if moment < timedelta(days=1) and not since_1904:
        return number_text(written) if serial == 0 else _time_text((_EPOCH_1900 + moment).time())
    if since_1904:
        return moment_text(_EPOCH_1904 + moment)
    return moment_text(_EPOCH_1900 + moment + timedelta(days=1 if serial < 60 else 0))


def moment_text(value: datetime | date | time) -> str:
    """ISO text of a date or time; the time of day only where it is not midnight."""
    if isinstance(value, datetime):
        day = value.date().isoformat()
        clock = value.time()
        return day if clock == time() and value.tzinfo is None else f"{day} {_time_text(clock)}"
    return _time_text(value) if isinstance(value, time) else value.isoformat()


def _time_text(value: time) -> str:
    text = value.isoformat()
    return text.rstrip("0").rstrip(".") if "." in text else text
