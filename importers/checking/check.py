"""Checking whole columns of a chunk at once: canonical rows, and every problem of every cell."""

from dataclasses import dataclass

import polars as pl

from importers.checking.cells import Cells, read_cells
from importers.checking.crosschecks import cross_check
from importers.checking.derive import derive
from importers.checking.digest import row_digests
from importers.checking.documents import sort_documents
from importers.checking.fees import read_fees
from importers.checking.periods import split_ranges
from importers.checking.plan import FEE_FIELDS, SheetPlan
from importers.checking.problems import Problems
from importers.checking.rows import Counts, ProblemsOf, records_only, split_rows
from schemas import catalogue
from schemas.column import clean_column
from schemas.findings import Finding, Severity

ROW_OK, KEY_UNREADABLE = 0, 1
"""`_state`: the key is read; or it is not, but a publication or grant number may tell the patent."""


@dataclass(frozen=True, slots=True)
class Checked:
    """The rows of a chunk that can be kept, in canonical columns; its problems; its counts."""

    rows: pl.DataFrame
    problems: pl.DataFrame
    counts: Counts


def check(chunk: pl.DataFrame, plan: SheetPlan) -> Checked:
    """Check one chunk of a sheet by its plan."""
    counts = Counts()
    splitting = ProblemsOf(plan.sheet)
    chunk = split_rows(records_only(chunk, plan, counts), plan, splitting)
    problems = Problems(plan.sheet, chunk["_row"])
    cells = Cells(chunk.height)
    chunk = split_ranges(chunk, plan, cells)
    for column in plan.columns:
        if plan.own or column.field not in FEE_FIELDS:
            read_cells(chunk, column, plan, cells, problems)
    cells.settle()
    read_fees(chunk, plan, cells, problems)
    _compare_numbers(chunk, plan, cells, problems)
    sort_documents(cells, plan)
    derive(chunk, plan, cells)
    frame = pl.DataFrame([chunk["_row"], chunk["_item"], *(cells.first(name) for name in plan.fields)])
    cross_check(frame, chunk, plan, problems)
    rows = _keyed(frame, chunk, plan, problems, counts)
    found = pl.concat([*splitting.frames, problems.frame()])
    if _is_split(frame):
        found = found.unique(maintain_order=True)
    return Checked(rows, found, counts)


def _compare_numbers(chunk: pl.DataFrame, plan: SheetPlan, cells: Cells, problems: Problems) -> None:
    """Two columns with application numbers (申请号 and 专利号) that name different patents."""
    given = cells.given.get("patent.application_number", [])
    columns = plan.of("patent.application_number")
    if len(given) < 2 or len(columns) < 2:
        return
    differs = given[0] != given[1]
    problems.add_where(
        differs,
        Finding(Severity.WARNING, "patent.numbers_differ", {"column": columns[0].match.header}),
        columns[1].match.header,
        chunk[columns[1].cells],
    )


def _keyed(
    frame: pl.DataFrame, chunk: pl.DataFrame, plan: SheetPlan, problems: Problems, counts: Counts
) -> pl.DataFrame:
    """The rows with a key, and those a document number may identify; the rest is refused."""
    keyed = (
        frame[plan.key].is_not_null()
        if plan.key in frame.columns
        else pl.Series([False]).new_from_index(0, frame.height)
    )
    if not keyed.all():
        _tell_missing(chunk, plan, ~keyed, problems)
    documents = [
        name for name in ("patent.publication_number", "patent.grant_number") if name in frame.columns
    ]
    if plan.key == "patent.application_number" and documents:
        known = frame.select(pl.any_horizontal(pl.col(name).is_not_null() for name in documents)).to_series()
    else:
        known = pl.Series([False]).new_from_index(0, frame.height)
    state = pl.select(
        pl.when(keyed).then(ROW_OK).otherwise(KEY_UNREADABLE).cast(pl.Int8).alias("_state")
    ).to_series()
    frame = frame.with_columns(row_digests(frame), state)
    kept = keyed | known
    if not kept.all():
        counts.refused += frame.filter(~kept)["_row"].n_unique() - _partly(frame, kept)
        frame = frame.filter(kept)
        if _is_split(frame):
            frame = frame.with_columns(_item=pl.int_range(pl.len()).over("_row").cast(pl.Int16))
    return frame.select("_row", "_item", "_digest", "_state", *plan.fields)


def _is_split(frame: pl.DataFrame) -> bool:
    return bool((frame["_item"] > 0).any())


def _partly(frame: pl.DataFrame, kept: pl.Series) -> int:
    """Rows of which one item is kept and another refused."""
    if not _is_split(frame):
        return 0
    return len(set(frame.filter(kept)["_row"]) & set(frame.filter(~kept)["_row"]))


def _tell_missing(chunk: pl.DataFrame, plan: SheetPlan, missing: pl.Series, problems: Problems) -> None:
    """Rows whose key column is empty; where it holds something unreadable, that was reported already."""
    columns = plan.of(plan.key)
    empty = missing
    for column in columns:
        empty = empty & clean_column(chunk[column.cells]).is_null()
    header = columns[0].match.header if columns else None
    text = chunk[columns[0].cells] if columns else None
    problems.add_where(
        empty, Finding(Severity.ERROR, "key.missing", {"field": _title(plan.key)}), header, text
    )


def _title(name: str) -> str:
    return catalogue.field(*name.split(".", 1)).title
