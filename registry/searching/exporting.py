"""What a search finds as a table: the whole records, in the order of the hits, chunk by chunk."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from importers.recognition.own import BESIDE, PARENTS
from importers.writing import csv_head, csv_lines, jsonl_lines, write_table
from registry.database.engine import transaction
from registry.database.frames import Frames, frame_of, in_turn
from registry.imports.exporting import columns_of, fields_for, joined, schema_of
from registry.imports.kinds import KINDS
from registry.indexing.threads import in_thread
from registry.searching.addresses import SearchQuery
from registry.searching.answering import answer
from registry.searching.queries import Searching
from schemas import catalogue
from schemas.catalogue import FieldSpec
from search.answers import SearchAnswer
from search.requests import SearchRequest

MOST = 50_000
"""Records of one export at most; whoever needs more takes the open data."""
CHUNK = 1000
"""Records looked up and read at a time, so that memory stays flat."""
PIECE = 256 * 1024
"""Bytes of a finished workbook sent at a time."""
FORMS = ("csv", "xlsx", "jsonl")

Key = tuple[int, str]
"""The record that a document is made from, and the declaration where it is an offer's."""


class TooManyWorkbooks(Exception):
    """As many workbooks as one process makes at a time are being made."""


@dataclass(frozen=True, slots=True)
class Export:
    """A search to be written out; `total` counts what it finds, of which `MOST` are given."""

    searching: Searching
    query: SearchQuery
    total: int

    @property
    def given(self) -> int:
        """How many records are given."""
        return min(self.total, MOST)

    @property
    def specs(self) -> list[FieldSpec]:
        """The columns: the fields of the kind, and what says of which patent an offer is."""
        kind = KINDS[self.query.kind]
        beside = [catalogue.field(PARENTS[kind.name], name) for name in BESIDE.get(kind.name, ())]
        first, *others = fields_for(kind, self.searching.scope)
        return [first, *beside, *others]


async def begin(searching: Searching, query: SearchQuery) -> Export:
    """Find out what there is: the same that the page shows, what was meant included. Raises SearchUnavailable."""
    one = query.model_copy(update={"size": 1, "page": 1})
    answered = await in_thread(lambda: answer(searching, one, beside=False))
    instead = answered.hints.instead
    meant = query if instead is None else query.model_copy(update={"q": instead})
    return Export(searching, meant, answered.found.answer.total)


async def written(export: Export, form: str) -> AsyncIterator[bytes]:
    """The file in pieces.

    Raises SearchUnavailable, and for an xlsx TooManyWorkbooks and importers.writing.TextTooLong.
    """
    specs = export.specs
    if form == "xlsx":
        async for piece in _workbook(export, specs):
            yield piece
        return
    if form == "csv":
        yield csv_head(specs)
    lines = csv_lines if form == "csv" else jsonl_lines
    async for frame in _frames(export, specs):
        yield await in_thread(lines, frame, specs)


async def _workbook(export: Export, specs: list[FieldSpec]) -> AsyncIterator[bytes]:
    """A workbook is a zip with its contents at the end: it is finished before anything of it can be sent."""
    workbooks = export.searching.library.workbooks
    if workbooks.locked():
        raise TooManyWorkbooks
    with TemporaryDirectory() as folder:
        path = Path(folder) / "export.xlsx"
        async with workbooks:
            frames = in_turn(_frames(export, specs), asyncio.get_running_loop(), schema_of(specs))
            await in_thread(write_table, frames, path, "xlsx", specs)
        with path.open("rb") as file:
            while piece := await in_thread(file.read, PIECE):
                yield piece


async def _frames(export: Export, specs: list[FieldSpec]) -> Frames:
    """The records of the hits. A record that moved between two looks at the index is given once."""
    request = export.searching.request(export.query)
    request = replace(request, facets=(), histogram=None, highlight=False)
    seen: set[Key] = set()
    for offset in range(0, export.given, CHUNK):
        part = replace(request, offset=offset, limit=min(CHUNK, export.given - offset))
        keys = await in_thread(_keys, export, part)
        yield await _read(export, [key for key in keys if key not in seen], specs)
        seen.update(keys)


def _keys(export: Export, request: SearchRequest) -> list[Key]:
    found: SearchAnswer = export.searching.library.engines[export.query.kind].search(request)
    return list(
        dict.fromkeys(
            (int(str(hit.document["record"])), str(hit.document.get("declaration", ""))) for hit in found.hits
        )
    )


async def _read(export: Export, keys: list[Key], specs: list[FieldSpec]) -> pl.DataFrame:
    kind = KINDS[export.query.kind]
    same = "t.patent_id = w.record AND t.declaration = w.declaration" if kind.parent else "t.id = w.record"
    sql = (
        f"SELECT {columns_of(kind, specs)} FROM unnest($1::bigint[], $2::text[]) WITH ORDINALITY"
        f" w(record, declaration, place) JOIN {kind.table} t ON {same} {joined(kind)} ORDER BY w.place"
    )
    async with transaction() as database:
        rows = await database.fetch(sql, [record for record, _ in keys], [name for _, name in keys])
    return frame_of(rows, schema_of(specs))
