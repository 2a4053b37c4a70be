"""Whole columns of raw xlsx cells as text: the same as `cell_text`, many at a time."""

from collections.abc import Sequence

import polars as pl

from importers.reading.xlsx_package import Package
from importers.reading.xlsx_rows import cell_text
from importers.reading.xml_text import decode_entities

_WHOLE = r"^-?\d+$"


def column_text(package: Package, kinds: Sequence[str | None], written: Sequence[str | None]) -> pl.Series:
    """The text of a column; `kinds` hold its attributes as written, such as ` s="1" t="s"`."""
    distinct = set(kinds)
    types = {_type(kind) for kind in distinct}
    series = pl.Series(written, dtype=pl.String)
    if "s" in types and types <= {"s", ""}:
        return _shared(package, series)
    if types <= {"n", ""} and not any(_style(kind) in package.date_styles for kind in distinct):
        return _numbers(package, series)
    return _mixed(package, kinds, written)


def _type(kind: str | None) -> str:
    """The cell type in attributes: "n" where none is given, "" where there is no cell."""
    if kind is None:
        return ""
    return kind.partition(' t="')[2].rstrip('"') or "n"


def _style(kind: str | None) -> int:
    digits = (kind or "").partition(' s="')[2].partition('"')[0]
    return int(digits) if digits else 0


def _shared(package: Package, series: pl.Series) -> pl.Series:
    places = series.cast(pl.UInt32, strict=False)
    if places.null_count() != series.null_count() or (places.max() or 0) >= len(package.texts):
        return pl.Series(
            [cell_text(package, "s", 0, text) if text else None for text in series], dtype=pl.String
        )
    return package.texts.gather(places).replace("", None)


def _numbers(package: Package, series: pl.Series) -> pl.Series:
    odd = series.filter(~series.str.contains(_WHOLE)).unique().drop_nulls()
    if not len(odd):
        return series
    texts = {text: _text(package, "n", 0, text) for text in odd.to_list()}
    return series.replace(list(texts), list(texts.values()))


def _mixed(package: Package, kinds: Sequence[str | None], written: Sequence[str | None]) -> pl.Series:
    known: dict[tuple[str | None, str], str | None] = {}
    texts: list[str | None] = []
    for kind, text in zip(kinds, written, strict=True):
        if not text:
            texts.append(None)
            continue
        key = (kind, text)
        if key not in known:
            known[key] = _text(package, _type(kind), _style(kind), text)
        texts.append(known[key])
    return pl.Series(texts, dtype=pl.String)


def _text(package: Package, kind: str, style: int, written: str) -> str | None:
    decoded = decode_entities(written)
    return cell_text(package, kind, style, written if decoded is None else decoded) or None
