"""What an export writes where there is nothing: blanks and placeholders such as `-`, `无`, `#N/A`."""

import polars as pl

from schemas.text_forms import EDGES

PLACEHOLDERS = frozenset({
    "-", "--", "---", "----", "—", "——", "–", "－", "－－", "/", "//", "／", "\\", "*", "**", "***",
    "无", "无。", "空", "(空)", "（空）", "(无)", "（无）", "暂无", "不详", "不适用", "缺失", "暂缺",
    "无数据",
    "N/A", "n/a", "N/a", "NA", "NULL", "Null", "null", "None", "none", "NONE", "nan", "NaN", "NAN", "NaT",
    "(null)", "<null>", "[]", "{}", "#N/A", "#N/A N/A", "#NA", "#REF!", "#VALUE!", "#NAME?", "#NULL!",
    "#DIV/0!", "#NUM!", "undefined",
})  # fmt: skip
"""Cells that say 空 (nothing). Compared after stripping."""

_LONGEST = max(len(word.encode()) for word in PLACEHOLDERS)


def clean(text: str) -> str | None:
    """The cell without blanks around it; None when it is empty or a placeholder."""
    stripped = text.strip(EDGES)
    return None if not stripped or stripped in PLACEHOLDERS else stripped


def clean_column(text: pl.Series) -> pl.Series:
    """`clean` for a column of String."""
    stripped = text.str.strip_chars(EDGES)
    frame = pl.select(text=stripped, size=stripped.str.len_bytes())
    short = frame.select(pl.when(pl.col("size") <= _LONGEST).then(pl.col("text")))["text"]
    empty = (short == "") | short.is_in(sorted(PLACEHOLDERS))
    if not empty.any():
        return stripped.alias(text.name)
    return pl.select(pl.when(~empty.fill_null(value=False)).then(stripped))[stripped.name].alias(text.name)
