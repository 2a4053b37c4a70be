"""Tables of records into files, batch by batch: csv and xlsx for people, jsonl and parquet for programs."""

import datetime as dt
import json
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

from importers.limits import LONGEST_CELL
from importers.writing.cells import as_texts, escaped, titles_of
from schemas.catalogue import FieldSpec

SHEET_ROWS = 1_048_576
"""So many rows a sheet of a workbook has."""


class TextTooLong(ValueError):
    """A text that the cell of a workbook cannot hold; the message says which and what to do."""


class UnknownFormat(ValueError):
    """A format that is not one of csv, xlsx, jsonl, parquet."""


def write_table(
    frames: Iterable[pl.DataFrame], path: str | Path, format_: str, specs: Sequence[FieldSpec]
) -> int:
    """Write records into a file and return their number.

    `frames` have a column per field, named as the field, in the types of the catalogue. csv (utf-8 with
    byte order mark) and xlsx carry Chinese titles and words; jsonl and parquet carry field names and
    tokens. What is written can be imported again without change. Raises UnknownFormat.
    """
    if format_ not in FORMATS:
        raise UnknownFormat(f"unknown format {format_!r}; known: {', '.join(FORMATS)}")
    names = [spec.name for spec in specs]
    return FORMATS[format_]((frame.select(names) for frame in frames), Path(path), specs)


def csv_head(specs: Sequence[FieldSpec]) -> bytes:
    """The first line of a csv: byte order mark and Chinese titles."""
    return BOM_UTF8 + pl.DataFrame(schema=dict.fromkeys(titles_of(specs), pl.String())).write_csv().encode()


def csv_lines(frame: pl.DataFrame, specs: Sequence[FieldSpec]) -> bytes:
    """Records as lines of a csv."""
    return as_texts(frame, specs).write_csv(include_header=False, quote_style="necessary").encode()


def _write_csv(frames: Iterable[pl.DataFrame], path: Path, specs: Sequence[FieldSpec]) -> int:
    count = 0
    with path.open("wb") as file:
        file.write(csv_head(specs))
        for frame in frames:
            file.write(csv_lines(frame, specs))
            count += frame.height
    return count


def _write_xlsx(frames: Iterable[pl.DataFrame], path: Path, specs: Sequence[FieldSpec]) -> int:
    count = 0
    with xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False}) as book:
        head = book.add_format({"bold": True, "bottom": 1})
        line, sheet = SHEET_ROWS, None
        for frame in frames:
            for row in as_texts(frame, specs).iter_rows():
                if line >= SHEET_ROWS or sheet is None:
                    sheet, line = book.add_worksheet(), 1
                    sheet.freeze_panes(1, 0)
                    for place, title in enumerate(titles_of(specs)):
                        sheet.write_string(0, place, title, head)
                for place, text in enumerate(row):
                    if text is not None:
                        sheet.write_string(line, place, _fitting(text, specs[place]))
                line += 1
                count += 1
        if sheet is None:
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, titles_of(specs), head)
    return count


def _fitting(text: str, spec: FieldSpec) -> str:
    """The text of a cell. Raises TextTooLong rather than lose its end."""
    if len(text) > LONGEST_CELL:
        raise TextTooLong(
            f"“{spec.title}”有 {len(text):,} 个字，xlsx 的单元格最多 {LONGEST_CELL:,} 个。请改用 csv、jsonl 或 parquet 格式。"
        )
    return text


def jsonl_lines(frame: pl.DataFrame, specs: Sequence[FieldSpec]) -> bytes:
    """Records as lines of JSON."""
    rows = _plain_lists(frame).select([spec.name for spec in specs]).iter_rows(named=True)
    return "".join(json.dumps(record_object(row), ensure_ascii=False) + "\n" for row in rows).encode()


def _write_jsonl(frames: Iterable[pl.DataFrame], path: Path, specs: Sequence[FieldSpec]) -> int:
    count = 0
    with path.open("wb") as file:
        for frame in frames:
            file.write(jsonl_lines(frame, specs))
            count += frame.height
    return count


def record_object(record: Mapping[str, Any]) -> dict[str, Any]:
    """A record as JSON values: dates ISO 8601, exact numbers with all digits as text, empty fields as null."""
    return {name: None if value == [] else _json(value) for name, value in record.items()}


def _json(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value


def _write_parquet(frames: Iterable[pl.DataFrame], path: Path, specs: Sequence[FieldSpec]) -> int:
    schema = pl.DataFrame(schema={spec.name: spec.dtype for spec in specs})
    arrow = schema.to_arrow(compat_level=pl.CompatLevel.oldest()).schema
    count = 0
    with pq.ParquetWriter(str(path), arrow, compression="zstd") as writer:
        for frame in frames:
            table: pa.Table = _plain_lists(frame).to_arrow(compat_level=pl.CompatLevel.oldest())
            writer.write_table(table.cast(arrow))
            count += frame.height
    return count


def _plain_lists(frame: pl.DataFrame) -> pl.DataFrame:
    """Lists whose items bear no separator unmarked (a reader joins them with `; `)."""
    lists = [name for name, dtype in frame.schema.items() if isinstance(dtype, pl.List)]
    return frame.with_columns(escaped(pl.col(name)) for name in lists)


_Writer = Callable[[Iterable[pl.DataFrame], Path, Sequence[FieldSpec]], int]
FORMATS: Mapping[str, _Writer] = {
    "csv": _write_csv,
    "xlsx": _write_xlsx,
    "jsonl": _write_jsonl,
    "parquet": _write_parquet,
}
"""The formats and how each is written."""
