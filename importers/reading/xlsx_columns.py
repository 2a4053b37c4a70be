"""Whole columns of raw xlsx cells as text: the same as `cell_text`, many at a time."""

from collections.abc import Sequence

import polars as pl

from importers.reading.xlsx_package import Package
from importers.reading.xlsx_rows import cell_text
from importers.reading.xml_text import decoded_series, unescaped_series

_WHOLE = r"^-?\d+$"


def column_text(
    package: Package, kinds: Sequence[str | None], written: Sequence[str | None], entities: bool
) -> pl.Series | None:
    """The text of a column.

    `kinds` hold the attributes of its cells as written, such as ` s="1" t="s"`: one each, or one for all.
    None where it holds entities that only the XML parser can judge.
    """
    distinct = set(kinds)
    types = {_type(kind) for kind in distinct}
    raw = pl.Series(written, dtype=pl.String)
    series = decoded_series(raw) if entities else raw
    if series is None:
        return None
    if "s" in types and types <= {"s", ""}:
        return _shared(package, series)
    if types <= {"n", ""} and not any(_style(kind) in package.date_styles for kind in distinct):
        return _numbers(package, series)
    return _mixed(package, kinds, series)


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
    beyond = not places.is_empty() and int(places.max() or 0) >= len(package.texts)  # type: ignore[arg-type]
    if beyond or places.null_count() != series.null_count():
        texts = [_text(package, "s", 0, text) if text else None for text in series]
        return pl.Series(texts, dtype=pl.String)
    return package.texts.gather(places)


def _numbers(package: Package, series: pl.Series) -> pl.Series:
    odd = series.filter(~series.str.contains(_WHOLE)).unique().drop_nulls()
    if not len(odd):
        return series
    texts = {text: _text(package, "n", 0, text) for text in odd.to_list()}
    return series.replace(list(texts), list(texts.values()))


def _mixed(package: Package, kinds: Sequence[str | None], written: pl.Series) -> pl.Series:
    if set(kinds) and {_type(kind) for kind in set(kinds)} <= {"inlineStr", "str", ""}:
        return unescaped_series(written)
    known: dict[tuple[str | None, str], str | None] = {}
    texts: list[str | None] = []
    each = kinds if len(kinds) == len(written) else [kinds[0]] * len(written)
    for kind, text in zip(each, written.to_list(), strict=True):
        if not text:
            texts.append(None)
            continue
        key = (kind, text)
        if key not in known:
            known[key] = _text(package, _type(kind), _style(kind), text)
        texts.append(known[key])
    return pl.Series(texts, dtype=pl.String)


def _text(package: Package, kind: str, style: int, written: str) -> str | None:
    return cell_text(package, kind, style, written) or None
