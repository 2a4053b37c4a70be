"""The terms of a licence fee (许可使用费) put together from the up to three columns that state them."""

import re
from collections.abc import Sequence

import polars as pl

from importers.checking.cells import Cells
from importers.checking.plan import FEE_FIELDS, ColumnPlan, SheetPlan
from importers.checking.problems import Problems, findings_at
from schemas.column import ColumnReading, read_column
from schemas.fees import FeeMode
from schemas.findings import Finding, Severity

TERMS = ("fee_mode", "fee_amount", "fee_rate", "fee_base", "fee_entry_amount", "fee_currency")
_BARE = re.compile(r"^[\d.]+$")
_DOUBTFUL = ("fee.several_amounts", "fee.several_rates", "fee.amount_unclear")


def read_fees(chunk: pl.DataFrame, plan: SheetPlan, cells: Cells, problems: Problems) -> None:
    """Read every fee column through the one reading of fee texts, and put the terms together."""
    columns = [column for name in FEE_FIELDS for column in plan.of(name)]
    if not columns or plan.own:
        return
    readings = [read_column(chunk[column.cells], column.value_type) for column in columns]
    for term in TERMS:
        for reading in readings:
            cells.put(f"offer.{term}", reading.values[term])
    cells.put("offer.fee_text", _fee_text([reading.values[""] for reading in readings]))
    _report(chunk, columns, readings, cells, problems)
    _settle(cells, columns[0], chunk, problems)


def _fee_text(texts: Sequence[pl.Series]) -> pl.Series:
    """The words of all columns, each once; a bare number only where nothing else is said."""
    names = [str(place) for place in range(len(texts))]
    frame = pl.DataFrame([text.alias(name) for text, name in zip(texts, names, strict=True)])
    distinct = frame.unique(maintain_order=True)
    told = [_joined([text for text in row if text]) for row in distinct.iter_rows()]
    distinct = distinct.with_columns(pl.Series("told", told, dtype=pl.String))
    return frame.join(distinct, on=names, how="left", nulls_equal=True, maintain_order="left")["told"]


def _joined(texts: Sequence[str]) -> str | None:
    words = list(dict.fromkeys(text for text in texts if not _BARE.fullmatch(text)))
    said = [
        text
        for place, text in enumerate(words)
        if not any(text in other for other in words[place + 1 :])
        and not any(text in other for other in words[:place])
    ]
    return "；".join(said) or next(iter(texts), None)


def _report(
    chunk: pl.DataFrame,
    columns: Sequence[ColumnPlan],
    readings: Sequence[ColumnReading],
    cells: Cells,
    problems: Problems,
) -> None:
    """The findings of each column; a doubt that another column settles is none."""
    settled = pl.select(
        pl.any_horizontal(
            cells.first(f"offer.{term}").is_not_null()
            for term in ("fee_amount", "fee_entry_amount", "fee_rate")
        )
    ).to_series()
    for column, reading in zip(columns, readings, strict=True):
        certain = pl.lit(settled).gather(pl.col("index"))
        doubts = reading.findings.filter(~(pl.col("code").is_in(_DOUBTFUL) & certain))
        problems.add(doubts, column.match.header, chunk[column.cells])
        if column.assumed_unit:
            _tell_unit(column, reading, chunk, problems)
    _contradictions(columns, readings, chunk, problems)


def _tell_unit(column: ColumnPlan, reading: ColumnReading, chunk: pl.DataFrame, problems: Problems) -> None:
    """Every bare amount that was multiplied, with the amount it became."""
    text = chunk[column.cells]
    amounts = reading.values["fee_amount"]
    mask = (amounts > 0) & text.str.strip_chars().str.contains(_BARE.pattern)
    places = mask.fill_null(value=False).arg_true()
    findings = findings_at(
        places, Finding(Severity.WARNING, "fee.unit_assumed", {"unit": "万元"}, None, applied=True)
    )
    fixes = amounts.gather(places).cast(pl.String)
    problems.add(findings.with_columns(fixes.alias("fix")), column.match.header, text)


def _contradictions(
    columns: Sequence[ColumnPlan], readings: Sequence[ColumnReading], chunk: pl.DataFrame, problems: Problems
) -> None:
    """Columns that state different terms: the more trusted one counts, the other is reported."""
    for term, code in (("fee_mode", "fee.modes_differ"), ("fee_amount", "fee.amounts_differ")):
        for place, column in enumerate(columns[1:], 1):
            first = pl.select(pl.coalesce(reading.values[term] for reading in readings[:place])).to_series()
            other = readings[place].values[term]
            differs = (first != other).fill_null(value=False)
            if term == "fee_amount":
                differs = differs & (first > 0) & (other > 0)
            for taken in first.filter(differs).unique().to_list():
                finding = Finding(Severity.WARNING, code, {"taken": _shown(term, taken)})
                problems.add_where(
                    differs & (first == taken), finding, column.match.header, chunk[column.cells]
                )


def _shown(term: str, value: object) -> str:
    labels = {mode.value: mode.label for mode in FeeMode}
    return labels[str(value)] if term == "fee_mode" else str(value)


def _settle(cells: Cells, column: ColumnPlan, chunk: pl.DataFrame, problems: Problems) -> None:
    """Nothing to pay is free; zero where it is not free is no amount; an entry fee is no lump sum."""
    frame = pl.DataFrame([cells.first(f"offer.{term}").alias(term) for term in TERMS])
    amount, mode = pl.col("fee_amount"), pl.col("fee_mode")
    no_terms = pl.all_horizontal(pl.col(term).is_null() for term in ("fee_rate", "fee_entry_amount"))
    frame = frame.with_columns(
        fee_mode=pl.when(mode.is_null() & (amount == 0) & no_terms).then(pl.lit("free")).otherwise(mode)
    )
    zero = frame.select((amount == 0) & mode.is_not_null() & (mode != "free")).to_series()
    entry = frame.select(
        (mode == "entry_plus_royalty") & (amount > 0) & pl.col("fee_entry_amount").is_null()
    ).to_series()
    problems.add_where(
        zero, Finding(Severity.WARNING, "fee.zero_not_free"), column.match.header, chunk[column.cells]
    )
    problems.add_where(
        entry, Finding(Severity.NOTE, "fee.taken_as_entry"), column.match.header, chunk[column.cells]
    )
    zero, entry = zero.fill_null(value=False), entry.fill_null(value=False)
    frame = frame.with_columns(
        fee_entry_amount=pl.when(pl.lit(entry)).then(amount).otherwise("fee_entry_amount"),
        fee_amount=pl.when(pl.lit(zero | entry)).then(None).otherwise(amount),
    )
    for term in TERMS:
        cells.set(f"offer.{term}", frame[term])
