"""Writing tables of records as csv, xlsx, JSON Lines or parquet: safe to open, exact to import again."""

from importers.writing.table import (
    FORMATS,
    TextTooLong,
    UnknownFormat,
    csv_head,
    csv_lines,
    jsonl_lines,
    write_table,
)

__all__ = ["FORMATS", "TextTooLong", "UnknownFormat", "csv_head", "csv_lines", "jsonl_lines", "write_table"]
