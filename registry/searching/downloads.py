"""Searches as files to keep: the addresses of pages and of the API, with the same parameters as a search."""

from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import quote

from litestar import Request, get
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.response import Stream

from importers.writing import TextTooLong
from registry.accounts.caller import caller_of
from registry.accounts.events import note_export
from registry.accounts.guarding import PUBLIC
from registry.accounts.scope import Scope
from registry.searching.addresses import SearchQuery
from registry.searching.exporting import FORMS, Export, TooManyWorkbooks, begin, written
from registry.searching.parameters import ASKED
from registry.searching.queries import searching_of
from registry.site.caching import UNCOMPRESSED
from registry.site.errors import CannotGiveError
from registry.site.languages import Language
from registry.site.negotiation import language_of
from registry.site.texts import Text, marked, translated
from search.engine import SearchUnavailable

MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jsonl": "application/jsonl; charset=utf-8",
}
ENGINE_DOWN = marked("检索引擎暂时不能用，不能导出检索结果")
TOO_MANY = marked("正在生成的 Excel 表格太多，请过一会儿再试，或者选 CSV")
TOO_LONG = marked("有的内容比 Excel 的单元格能放的还长，请选 CSV 或 JSON Lines")
CUT = marked("前 %(count)s 条")
SECONDS = 30
"""After how many to try again."""


def download(form: str, **described: Any) -> HTTPRouteHandler:
    """The route of one form of file."""

    @get(
        f"/search.{form}",
        opt=PUBLIC if form != "xlsx" else {**PUBLIC, **UNCOMPRESSED},
        dependencies=ASKED,
        **described,
    )
    async def give(
        request: Request[Any, Any, Any],
        caller_scope: NamedDependency[Scope],
        asked: NamedDependency[SearchQuery],
    ) -> Stream:
        """The whole records that are found, best first, under Chinese headers (csv, xlsx) or field names (jsonl)."""
        try:
            export = await begin(await searching_of(request, caller_scope), asked)
            pieces = written(export, form)
            first = await anext(pieces, b"")
        except SearchUnavailable as error:
            raise CannotGiveError(Text(ENGINE_DOWN), SECONDS) from error
        except TooManyWorkbooks as error:
            raise CannotGiveError(Text(TOO_MANY), SECONDS) from error
        except TextTooLong as error:
            raise CannotGiveError(Text(TOO_LONG)) from error
        details = {"entries": export.given, "format": form, "personal": caller_scope.personal}
        await note_export(request, caller_of(request.scope), asked.kind, details)
        headers = _headers(export, form, language_of(request))
        return Stream(_continued(first, pieces), media_type=MEDIA[form], headers=headers)

    return give


async def _continued(first: bytes, others: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for piece in others:
        yield piece


def _headers(export: Export, form: str, language: Language) -> dict[str, str]:
    """The name to save it under, and how many of the records found it holds."""
    day = export.searching.today.isoformat()
    parts = [translated(export.query.of.title, language), day]
    if export.given < export.total:
        parts.append(translated(CUT, language, {"count": export.given}))
    named = quote(f"{'-'.join(parts)}.{form}")
    plain = f"{export.query.kind}-{day}.{form}"
    return {
        "content-disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{named}",
        "cache-control": "no-store",
        "x-total-count": str(export.total),
        "x-given-count": str(export.given),
    }


PAGES = [download(form, name=f"search.{form}") for form in FORMS]
API = [
    download(form, tags=["search"], summary=f"Everything that a search finds, as {form}") for form in FORMS
]
