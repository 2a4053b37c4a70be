"""Plain spellings of text: half-width forms, blanks, quotation marks; shared by the value types."""

import re
import unicodedata

CONTROLS = "".join(map(chr, (*range(9), *range(14, 28), *range(127, 133), *range(134, 160))))
"""What moves cursors, rings bells and ends texts; no spreadsheet shows it, and XML does not allow it."""

INVISIBLE = CONTROLS + "\ufeff\u200b\u200c\u200d\u200e\u200f\u2060\u00ad"
BLANKS = " \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006" + (
    "\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
EDGES = BLANKS + INVISIBLE

_NO_BLANKS = str.maketrans("", "", EDGES)
_INVISIBLE = re.compile(f"[{re.escape(INVISIBLE)}]+")
_QUOTES = "'\"`\u2018\u2019\u201c\u201d\u00b4"


def half_width(text: str) -> str:
    """The text in NFKC (兼容分解): full-width letters, digits and brackets become half-width."""
    return unicodedata.normalize("NFKC", text)


def compact(text: str) -> str:
    """Half-width, upper case, without any blank or invisible character."""
    return half_width(half_width(text).translate(_NO_BLANKS).upper())


def code_text(text: str) -> str:
    """A code as typed: `compact`, without the quotation marks spreadsheets leave around it."""
    return compact(text).strip(_QUOTES)


def single_spaced(text: str) -> str:
    """Blanks of any kind between words become one blank; invisible characters go."""
    return re.sub(f"[{re.escape(BLANKS)}]+", " ", _INVISIBLE.sub("", text)).strip(" ")
