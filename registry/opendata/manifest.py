"""What a dump holds: its files with their checksums, its records with their columns. Kept as `manifest.json` beside them."""

import re
from datetime import date, datetime
from pathlib import Path

import polars as pl
from pydantic import BaseModel, ValidationError

from importers.writing.cells import labels_of
from schemas.catalogue import FieldSpec

NAME = "manifest.json"
DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")
MADE_AT = "made_at"


class Column(BaseModel):
    """A column: its name in jsonl and parquet, its Chinese title in csv, its type, and the words of a closed vocabulary."""

    name: str
    title: str
    type: str
    required: bool
    words: dict[str, str] = {}


class File(BaseModel):
    """A file of a dump. `form` is jsonl, csv or parquet; `size` in bytes."""

    name: str
    form: str
    size: int
    sha256: str


class Records(BaseModel):
    """All records of a kind: how many, their columns, and the files that hold them."""

    kind: str
    records: int
    columns: list[Column]
    files: list[File]


class Dump(BaseModel):
    """A dump of a day, from one state of the register. Nothing personal is in it."""

    day: date
    made_at: datetime
    publisher: str
    licence: str
    kinds: list[Records]

    @property
    def records(self) -> int:
        """Records of all kinds."""
        return sum(kind.records for kind in self.kinds)

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for kind in self.kinds for file in kind.files)

    def file(self, name: str) -> File | None:
        """The file of that name."""
        return next((file for kind in self.kinds for file in kind.files if file.name == name), None)


def column_of(spec: FieldSpec) -> Column:
    """A field as a column."""
    return Column(
        name=spec.name,
        title=spec.title,
        type=_type(spec.dtype),
        required=spec.required,
        words=dict(labels_of(spec)),
    )


def _type(dtype: pl.DataType) -> str:
    if isinstance(dtype, pl.List):
        return "list"
    if isinstance(dtype, pl.Decimal):
        return "decimal"
    if dtype.is_integer():
        return "integer"
    return {pl.Date: "date", pl.Boolean: "boolean"}.get(type(dtype), "text")


def days(folder: Path) -> list[str]:
    """The days of which there are dumps, the latest first."""
    if not folder.is_dir():
        return []
    return sorted((found.name for found in folder.iterdir() if DAY.match(found.name)), reverse=True)


def dump_of(folder: Path, day: str) -> Dump | None:
    """The dump of a day; None where there is none, or none that can be read."""
    if not DAY.match(day):
        return None
    try:
        return Dump.model_validate_json((folder / day / NAME).read_bytes())
    except (OSError, ValidationError):
        return None


def dumps(folder: Path) -> list[Dump]:
    """Every dump, the latest first."""
    return [found for day in days(folder) if (found := dump_of(folder, day))]
