"""Rows that are no records: blank ones, headers repeated, broken ones; and rows that hold several records."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from importers.checking.plan import ColumnPlan, SheetPlan
from importers.checking.problems import Problems
from importers.recognition.headers import normalise_header
from schemas.application_number import split_numbers
from schemas.column import clean_column
from schemas.findings import Finding, Severity


@dataclass(slots=True)
class Counts:
    """Rows of a sheet as the spreadsheet counts them."""

    read: int = 0
    blank: int = 0
    refused: int = 0
    repeated: int = 0

    def add(self, other: "Counts") -> None:
        """Add the counts of one more chunk."""
        self.read += other.read
        self.blank += other.blank
        self.refused += other.refused
        self.repeated += other.repeated


def records_only(chunk: pl.DataFrame, plan: SheetPlan, counts: Counts) -> pl.DataFrame:
    """The rows that may be records; the others are counted."""
    counts.read += chunk.height
    broken = chunk["_broken"]
    if broken.any():
        counts.refused += int(broken.sum())
        chunk = chunk.filter(~broken)
    keys = [column for column in plan.columns if column.field == plan.key] or list(plan.columns[:1])
    chunk = _without_headers(chunk, keys[0], counts)
    return _without_blanks(chunk, keys, counts)


def _without_headers(chunk: pl.DataFrame, key: ColumnPlan, counts: Counts) -> pl.DataFrame:
    plain = normalise_header(key.match.header)
    suspects = chunk[key.cells].is_in([key.match.header, plain]).fill_null(value=False)
    if not plain or not suspects.any():
        return chunk
    counts.repeated += int(suspects.sum())
    return chunk.filter(~suspects)


def _without_blanks(chunk: pl.DataFrame, keys: Sequence[ColumnPlan], counts: Counts) -> pl.DataFrame:
    bare = (pl.col(key.cells).str.strip_chars().fill_null("") == "" for key in keys)
    suspects = chunk.select(pl.all_horizontal(bare)).to_series()
    if not suspects.any():
        return chunk
    cells = [name for name in chunk.columns if not name.startswith("_")]
    empty = (
        chunk.select(pl.all_horizontal(pl.col(cells).str.strip_chars().fill_null("") == "")).to_series()
        & suspects
    )
    counts.blank += int(empty.sum())
    return chunk.filter(~empty)


def split_rows(chunk: pl.DataFrame, plan: SheetPlan, problems_of: "ProblemsOf") -> pl.DataFrame:
    """The rows with `_item`: a row whose cell holds several application numbers becomes several rows."""
    chunk = chunk.with_columns(pl.lit(0, dtype=pl.Int16).alias("_item"))
    columns = plan.of("patent.application_number")
    if not columns or plan.own:
        return chunk
    cells = columns[0].cells
    several = _several(chunk[cells])
    if not several:
        return chunk
    _tell(chunk, columns[0], several, problems_of)
    places = [place for place in range(chunk.height) for _ in several.get(place, [""])]
    wide = chunk[places]
    items = [item for place in range(chunk.height) for item in range(len(several.get(place, [""])))]
    texts = [text for place in range(chunk.height) for text in several.get(place, [None])]
    replaced = pl.Series(cells, texts, dtype=pl.String)
    return wide.with_columns(
        pl.Series("_item", items, dtype=pl.Int16),
        pl.select(pl.coalesce(replaced, wide[cells])).to_series().alias(cells),
    )


def _several(cells: pl.Series) -> dict[int, list[str]]:
    """Position → the numbers of a cell that holds more than one."""
    long = (cells.str.len_bytes() >= 18).fill_null(value=False)
    suspects = long.arg_true()
    if suspects.is_empty():
        return {}
    found = {}
    for place, text in zip(suspects, clean_column(cells.gather(suspects)), strict=True):
        pieces = (
            list(dict.fromkeys(piece for piece in split_numbers(text) if _digits(piece) >= 8)) if text else []
        )
        if len(pieces) > 1:
            found[place] = pieces
    return found


def _digits(text: str) -> int:
    return sum(character.isdigit() for character in text)


class ProblemsOf:
    """Where `split_rows` reports; the rows are numbered before they are split."""

    def __init__(self, sheet: int) -> None:
        self.sheet = sheet
        self.frames: list[pl.DataFrame] = []


def _tell(
    chunk: pl.DataFrame, column: ColumnPlan, several: dict[int, list[str]], problems_of: ProblemsOf
) -> None:
    problems = Problems(problems_of.sheet, chunk["_row"])
    for count in sorted({len(pieces) for pieces in several.values()}):
        places = pl.Series(
            [place for place, pieces in several.items() if len(pieces) == count], dtype=pl.UInt32
        )
        mask = pl.Series([False]).new_from_index(0, chunk.height).scatter(places, True)
        finding = Finding(Severity.WARNING, "cell.several_numbers", {"count": str(count)})
        problems.add_where(mask, finding, column.match.header, chunk[column.cells])
    problems_of.frames.append(problems.frame())
