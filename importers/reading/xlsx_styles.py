"""Which cell styles of an xlsx show a number as a date (日期格式)."""

import re
import zipfile

from importers.reading.xlsx_parts import elements

_BUILT_IN_DATES = {*range(14, 23), *range(27, 37), *range(50, 59), 45, 47}
_LITERALS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)


def date_styles(archive: zipfile.ZipFile, part: str) -> dict[int, str]:
    """Cell styles that show a date or time: style index → "date" or "elapsed"."""
    formats: dict[str, str] = {}
    styles: list[str] = []
    inside = [False]

    def visit(name: str, attrs: dict[str, str]) -> None:
        if name == "numFmt" and "numFmtId" in attrs:
            formats[attrs["numFmtId"]] = attrs.get("formatCode", "")
        elif name in ("cellXfs", "cellStyleXfs", "cellStyles", "dxfs"):
            inside[0] = name == "cellXfs"
        elif name == "xf" and inside[0]:
            styles.append(attrs.get("numFmtId", "0"))

    elements(archive, part, visit)
    kinds = {style: format_kind(number, formats.get(number)) for style, number in enumerate(styles)}
    return {style: kind for style, kind in kinds.items() if kind}


def format_kind(number: str, code: str | None) -> str | None:
    """What a number format shows: "date", "elapsed" or None for a plain number."""
    if code is None:
        if number == "46":
            return "elapsed"
        return "date" if number.isdigit() and int(number) in _BUILT_IN_DATES else None
    plain = _LITERALS.sub("", code.split(";")[0]).lower()
    if re.search(r"\[[hms]+\]", plain):
        return "elapsed"
    if "general" in plain or re.search(r"[0#?]", plain.replace(".0", "")):
        return None
    return "date" if re.search(r"[ymdhs年月日]", plain) else None
