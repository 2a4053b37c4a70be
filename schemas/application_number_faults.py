"""What is wrong with a text that should be an application number (申请号), each fault under its own code."""

import datetime as dt
import re

from schemas.findings import Reading, refused

_KINDS = "12389"
_SCIENTIFIC = re.compile(r"[0-9](?:[.][0-9]+)?E[+]?[0-9]{1,2}")
_PUBLICATION = re.compile(r"(?:CN)?[0-9]{7,9}[ABCUYSD][0-9]?|CN[0-9]{7}")
_OFFICES = (
    "US", "HK", "EP", "WO", "JP", "KR", "DE", "GB", "FR", "CA", "AU", "TW", "RU", "IN", "SG", "MO", "IT",
    "ES", "CH", "NL", "SE", "BR", "MX", "ZA", "NZ", "IL", "EA", "AT", "BE", "DK", "FI", "NO", "PL", "TH",
    "VN", "MY", "ID",
)  # fmt: skip
_FOREIGN = re.compile(
    rf"(?P<office>PCT|{'|'.join(_OFFICES)})[/\-]?(?:[A-Z]{{0,2}}[/\-]?)?[0-9][0-9A-Z/.,\-]{{3,}}"
)
_DIGITS = re.compile(r"(?:ZL|CN){0,2}[.:]?(?P<digits>[0-9][0-9.]*)(?P<check>X)?")
_COMPLETE = re.compile(r"(?:ZL|CN)?[.]?(?:[0-9]{12}|[0-9]{8})[.]?[0-9X]|(?:ZL|CN)[.]?(?:[0-9]{12}|[0-9]{8})")


def full_year(two_digits: str) -> int:
    """The year of the old form: 85…99 are 1985…1999, 00…03 are 2000…2003, others count as 20xx."""
    year = int(two_digits)
    return 1900 + year if year >= 85 else 2000 + year


def in_digits(digits: str) -> Reading | None:
    """The fault in year or kind of 12 or 8 digits, None when there is none."""
    today = dt.datetime.now(dt.UTC).year
    if len(digits) == 12:
        year, kind, first, last = int(digits[:4]), digits[4], 2003, today
    else:
        year, kind, first, last = full_year(digits[:2]), digits[2], 1985, 2003
    if not first <= year <= last:
        return refused("application_number.year", year=str(year), first=str(first), last=str(last))
    if kind not in _KINDS:
        return refused("application_number.kind", kind=kind)
    return None


def is_publication(digits: str, prefix: str) -> bool:
    """Whether nine digits are a publication number: 1, 2 or 3 leads, which is no year of the old form."""
    return len(digits) == 9 and digits[0] in "123" and prefix in {"", "CN"}


def publication(plain: str) -> Reading:
    """A publication number (公开公告号) in the place of the application number."""
    return refused("application_number.publication_number", number=plain)


def several(pieces: list[str], plain: str) -> Reading | None:
    """Several numbers in one cell; None when there is at most one."""
    numbers = [piece for piece in pieces if _COMPLETE.fullmatch(re.sub(r"\s", "", piece).upper().strip("'"))]
    if len(numbers) < 2:
        numbers = re.findall(r"(?<![0-9])(?:[0-9]{12}[.]?[0-9X]|[0-9]{8}[.][0-9X])(?![0-9])", plain)
        if len(numbers) < 2:
            return None
    return refused("application_number.several", count=str(len(numbers)), numbers="、".join(numbers)[:200])


def explain(plain: str, text: str) -> Reading:
    """The most telling fault of a text that is no application number in any accepted spelling."""
    if _SCIENTIFIC.fullmatch(plain):
        return refused("application_number.scientific_notation")
    if _PUBLICATION.fullmatch(plain):
        return publication(plain)
    foreign = _FOREIGN.fullmatch(plain)
    if foreign:
        return refused("application_number.foreign", office=foreign["office"])
    if len(re.findall("[0-9]", plain)) < 6:
        return refused("application_number.not_a_number", text=text[:60])
    return _wrong_length(plain) or refused("application_number.unreadable", text=text[:60])


def _wrong_length(plain: str) -> Reading | None:
    match = _DIGITS.fullmatch(plain)
    if match is None:
        return None
    body = match["digits"].replace(".", "")
    dotted = "." in match["digits"].rstrip(".")
    has_check = dotted or match["check"] is not None
    count = len(body) - (1 if dotted and match["check"] is None else 0)
    wanted = 12 if count > 9 or (count == 9 and has_check) else 8
    code = "application_number.lost_digit" if count < wanted else "application_number.extra_digit"
    if count == wanted:
        return None
    return refused(code, count=str(count), wanted=str(wanted))
