"""Columns of text into columns of fields: reading, second opinions, the first given of several."""

import polars as pl

from importers.checking.plan import ColumnPlan, SheetPlan, dtype_of
from importers.checking.prepare import prepare, split_own_list
from importers.checking.problems import Problems
from importers.checking.quick import read_quickly
from importers.limits import LONGEST_CELL
from schemas import catalogue
from schemas.column import FINDINGS_SCHEMA, ColumnReading, clean_column, read_column
from schemas.findings import Finding, Severity
from schemas.names import NamesValue
from schemas.texts import TextsValue

SECOND_OPINIONS = {
    "patent.application_number": ("patent.publication_number", False),
    "patent.publication_number": ("patent.application_number", True),
    "patent.grant_number": ("patent.application_number", True),
    "patent.ipc_main": ("patent.locarno", True),
    "offer.licence_years": ("offer.licence_to", True),
    "offer.licence_to": ("offer.licence_years", True),
}
"""Field → where a cell that cannot be read as this field may belong, and whether that clears the error."""


class Cells:
    """The fields of a chunk as they are read: several columns may give one field, the first value counts."""

    def __init__(self, height: int) -> None:
        self.height = height
        self.given: dict[str, list[pl.Series]] = {}
        self._later: list[tuple[str, pl.Series]] = []

    def put(self, name: str, values: pl.Series) -> None:
        """One more source of a field, less trusted than those before."""
        self.given.setdefault(name, []).append(values)

    def put_last(self, name: str, values: pl.Series) -> None:
        """A source of a field that every other one goes before."""
        self._later.append((name, values))

    def settle(self) -> None:
        """Add the sources that were put last."""
        for name, values in self._later:
            self.put(name, values)
        self._later = []

    def first(self, name: str) -> pl.Series:
        """The field: of each row the first value given."""
        sources = self.given.get(name)
        if not sources:
            return nothing(name, self.height)
        if len(sources) > 1:
            frame = pl.DataFrame([source.alias(str(place)) for place, source in enumerate(sources)])
            self.given[name] = sources = [frame.select(pl.coalesce(frame.columns)).to_series()]
        return sources[0].alias(name)

    def set(self, name: str, values: pl.Series) -> None:
        """The field is this and nothing else."""
        self.given[name] = [values]


def nothing(name: str, height: int) -> pl.Series:
    """A canonical column without any value."""
    return pl.Series(name, [None], dtype=dtype_of(name)).new_from_index(0, height)


def read_cells(
    chunk: pl.DataFrame, column: ColumnPlan, plan: SheetPlan, cells: Cells, problems: Problems
) -> None:
    """Read one column of a chunk into its fields and report its findings."""
    text = _fitting(chunk[column.cells], column.match.header, problems)
    if text.null_count() == len(text):
        return
    ready = prepare(text, column, chunk, plan)
    if plan.own and isinstance(column.value_type, NamesValue | TextsValue):
        cells.put(column.field, _own_list(ready))
        return
    reading = read_quickly(ready, column.value_type)
    findings = _second_opinion(ready, column, reading, cells)
    problems.add(findings, column.match.header, text)
    for output, name in column.outputs.items():
        cells.put(name, reading.values[output])
    for name in column.match.rule.also:
        cells.put_last(name, reading.values[""])


def _fitting(text: pl.Series, header: str, problems: Problems) -> pl.Series:
    """The cells without those that are too long, which are reported."""
    if not (text.str.len_bytes() > LONGEST_CELL).any():
        return text
    long = (text.str.len_chars() > LONGEST_CELL).fill_null(value=False)
    problems.add_where(
        long, Finding(Severity.ERROR, "cell.too_long", {"most": f"{LONGEST_CELL:,}"}), header, text
    )
    return text.set(long, None)


def _own_list(text: pl.Series) -> pl.Series:
    cleaned = clean_column(text)
    lists = [split_own_list(cell) if cell else None for cell in cleaned]
    return pl.Series(lists, dtype=pl.List(pl.String))


def _second_opinion(
    text: pl.Series, column: ColumnPlan, reading: ColumnReading, cells: Cells
) -> pl.DataFrame:
    """Cells that could not be read may be readable as a neighbouring field; the findings that are left."""
    findings = reading.findings
    other = SECOND_OPINIONS.get(column.field)
    if other is None or findings.is_empty():
        return findings
    failed = findings.filter(pl.col("severity") == "error")["index"].unique(maintain_order=True)
    if failed.is_empty():
        return findings
    name, clears = other
    again = read_column(text.gather(failed), catalogue.field(*name.split(".", 1)).value_type)
    sound = again.values[""].is_not_null()
    if not sound.any():
        return findings
    found = failed.filter(sound)
    cells.put(name, _spread(again.values[""].filter(sound), found, len(text)))
    if not clears:
        return findings
    notes = again.findings.with_columns(pl.lit(failed).gather(pl.col("index")).cast(pl.UInt32).alias("index"))
    kept = findings.filter(~pl.col("index").is_in(found.implode()))
    return pl.concat(
        [kept, notes.filter(pl.col("index").is_in(found.implode())).select(list(FINDINGS_SCHEMA))]
    )


def _spread(values: pl.Series, places: pl.Series, height: int) -> pl.Series:
    """The values at their places in a column of this height, null elsewhere."""
    at = pl.Series([None], dtype=pl.UInt32).new_from_index(0, height)
    at = at.scatter(places, pl.int_range(len(values), dtype=pl.UInt32, eager=True))
    return values.gather(at)
