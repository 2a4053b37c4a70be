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

_NOTHING = sorted({"", *PLACEHOLDERS})
_LONGEST = max(len(word.encode()) for word in PLACEHOLDERS)


def clean(text: str) -> str | None:
    """The cell without blanks around it; None when it is empty or a placeholder."""
    stripped = text.strip(EDGES)
    return None if not stripped or stripped in PLACEHOLDERS else stripped


def clean_column(text: pl.Series) -> pl.Series:
    """`clean` for a column of String."""
    return cleaned(text).collect().to_series().alias(text.name)


def cleaned(text: pl.Series) -> pl.LazyFrame:
    """`clean_column` as the column `text` of a frame still to be computed, for more to be done in one pass."""
    stripped = text.to_frame("text").lazy().select(pl.col("text").str.strip_chars(EDGES))
    short = pl.when(pl.col("text").str.len_bytes() <= _LONGEST).then("text")
    return stripped.with_columns(short=short).select(
        pl.when(~pl.col("short").is_in(_NOTHING).fill_null(value=False)).then("text").alias("text")
    )
