"""What search engines are told: every page of a record, in both languages, and what is of no use to them."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import escape

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from registry.accounts.guarding import PUBLIC
from registry.patents.tables import Patent
from registry.site.caching import PUBLIC as REVALIDATED
from registry.site.languages import Language, localised
from registry.site.reading import fetch
from registry.site.rendering import base_of, site_of

PART = 5000
"""Records of one part, in two languages: 10,000 addresses of the 50,000 that the protocol allows."""
PAGES = ("/", "/patents", "/offers", "/enterprises", "/projects", "/needs", "/open-data")
RECORDS = {
    "patents": ("patent", "application_number"),
    "enterprises": ("enterprise", "coalesce(credit_code, 'id-' || id)"),
    "projects": ("project", "'id-' || id"),
}
"""By path: the table, and what names a record in an address."""
OF_NO_USE = (
    "/search?",
    "/search.",
    "/patents?",
    "/offers?",
    "/enterprises?",
    "/projects?",
    "/suggest",
    "/sign-in",
)
HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
NAMESPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"',
    'xmlns:xhtml="http://www.w3.org/1999/xhtml"',
)
AnyRequest = Request[Any, Any, Any]


@get("/robots.txt", opt=PUBLIC)
async def robots(request: AnyRequest) -> Response[str]:
    """Records may be read by anyone, lists in every combination of filters by nobody; an invented district is left out."""
    useless = [localised(path, language) for language in Language for path in OF_NO_USE]
    refused = ["/"] if site_of(request).demo else useless
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in refused)]
    lines.append(f"Sitemap: {base_of(request)}/sitemap.xml")
    return _answer("\n".join(lines) + "\n", "text/plain")


@get("/sitemap.xml", opt=PUBLIC)
async def sitemap(request: AnyRequest) -> Response[str]:
    """The parts, each with the moment of its latest change."""
    base = base_of(request)
    parts = await site_of(request).remembered.value("sitemap", _parts)
    listed = [("pages", None), *parts]
    entries = "".join(
        f"<sitemap><loc>{escape(base)}/sitemaps/{name}.xml</loc>{_changed(moment)}</sitemap>\n"
        for name, moment in listed
    )
    return _answer(f"{HEAD}<sitemapindex {NAMESPACES[0]}>\n{entries}</sitemapindex>\n", "application/xml")


async def _parts() -> list[tuple[str, datetime]]:
    found = []
    for name, (table, _) in RECORDS.items():
        rows = await fetch(
            Patent,
            f"SELECT id / {PART} AS part, max(updated_at) AS changed FROM {table} GROUP BY part ORDER BY part",
        )
        found += [(f"{name}-{row['part']}", row["changed"]) for row in rows]
    return found


@get("/sitemaps/{name:str}", opt=PUBLIC)
async def part(request: AnyRequest, name: FromPath[str]) -> Response[str]:
    """The pages of some records."""
    if name == "pages.xml":
        listed: list[tuple[str, datetime | None]] = [(path, None) for path in PAGES]
    else:
        listed = await _listed(name)
    base = escape(base_of(request))
    text = "".join(entry for path, changed in listed for entry in _entries(base, path, changed))
    return _answer(f"{HEAD}<urlset {' '.join(NAMESPACES)}>\n{text}</urlset>\n", "application/xml")


async def _listed(name: str) -> list[tuple[str, datetime | None]]:
    kind, _, number = name.removesuffix(".xml").rpartition("-")
    if kind not in RECORDS or not name.endswith(".xml") or not number.isdecimal() or len(number) > 12:
        raise NotFoundException
    table, key = RECORDS[kind]
    rows = await fetch(
        Patent,
        f"SELECT {key} AS key, updated_at FROM {table} WHERE id >= {{}} AND id < {{}} ORDER BY id",
        int(number) * PART,
        (int(number) + 1) * PART,
    )
    if not rows:
        raise NotFoundException
    return [(f"/{kind}/{quote(row['key'], safe='')}", row["updated_at"]) for row in rows]


def _entries(base: str, path: str, changed: datetime | None) -> Iterator[str]:
    """A page in each language, each naming both."""
    places = {language: f"{base}{localised(path, language)}" for language in Language}
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{language.tag}" href="{place}"/>'
        for language, place in places.items()
    )
    for place in places.values():
        yield f"<url><loc>{place}</loc>{_changed(changed)}{others}</url>\n"


def _changed(moment: datetime | None) -> str:
    return f"<lastmod>{moment.isoformat(timespec='seconds')}</lastmod>" if moment else ""


def _answer(text: str, media_type: str) -> Response[str]:
    return Response(text, headers={"cache-control": REVALIDATED}, media_type=media_type)


ROUTES = [robots, sitemap, part]
