"""What the names around a table say of every row: the title, the round, the day of the export."""

import calendar
import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath

from importers.recognition.profile import EXPORTED_ON, Profile

_DAY = re.compile(r"(?<!\d)(20\d\d)[-_.年/]?(0?[1-9]|1[0-2])[-_.月/]?(0[1-9]|[12]\d|3[01]|[1-9])日?(?!\d)")
_MONTH = re.compile(r"(?<!\d)(20\d\d)[-_.年/](0?[1-9]|1[0-2])月?(?![\d])")
_YEAR = re.compile(r"(?<!\d)20\d\d(?:年度?)?(?!\d|[-_.]?\d)")
_BATCH = re.compile(r"第[一二三四五六七八九十百\d]+批")
_DOCUMENT = re.compile(r"[\u4e00-\u9fff]{2,12}[〔\[(]20\d\d[〕\])]第?\d+号")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The names around a table; `preamble` are the texts above the header."""

    file_name: str = ""
    sheet_name: str = ""
    preamble: str = ""

    @classmethod
    def of(cls, file_name: str, sheet_name: str, preamble: str) -> "Surroundings":
        """Texts in NFKC; the file name without folder and extension."""
        texts = (PurePath(file_name).stem, sheet_name, preamble)
        return cls(*(unicodedata.normalize("NFKC", text) for text in texts))

    @property
    def any(self) -> str:
        """All of them, the nearest to the table first."""
        return "\n".join((self.preamble, self.sheet_name, self.file_name))


def exported_on(around: Surroundings) -> dt.date | None:
    """The day of the export that the file's or sheet's name states; of a month its first day."""
    for text in (around.file_name, around.sheet_name):
        for year, month, day in _DAY.findall(text):
            if int(day) <= calendar.monthrange(int(year), int(month))[1]:
                return dt.date(int(year), int(month), int(day))
        found = _MONTH.search(text)
        if found:
            return dt.date(int(found[1]), int(found[2]), 1)
    return None


def captured(profile: Profile | None, kinds: tuple[str, ...], around: Surroundings) -> Mapping[str, str]:
    """ "kind.field" → the text that the surroundings give for every row of the sheet."""
    values: dict[str, str] = {}
    for capture in profile.captures if profile else ():
        found = capture.pattern.search(getattr(around, capture.source))
        for group, field in capture.fields.items() if found else ():
            if found and found[group]:
                values.setdefault(field, found[group])
    if "recognition" in kinds:
        values = {**_round_of_titles(around), **values}
    values.pop(EXPORTED_ON, None)
    return values


def _round_of_titles(around: Surroundings) -> dict[str, str]:
    """批次 such as 2023年度 or 2024年第五批, and the number of the document that awards (认定文号)."""
    document = _DOCUMENT.search(around.any)
    rest = _DOCUMENT.sub("", around.any)
    found = [pattern.search(rest) for pattern in (_YEAR, _BATCH)]
    values = {"recognition.round": "".join(match.group() for match in found if match)}
    if document:
        values["recognition.document_number"] = document.group()
    return {field: text for field, text in values.items() if text}
