"""Open data as JSON: what there is, and a catalogue entry for other catalogues (DCAT)."""

from typing import Any

from litestar import Request, Response, get

from registry.accounts.guarding import PUBLIC
from registry.opendata.manifest import Dump, dumps
from registry.site.rendering import Site, base_of, site_of

MEDIA = {
    "jsonl": "application/jsonl",
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
}
GZIP = "application/gzip"
AnyRequest = Request[Any, Any, Any]


@get(
    "/open-data", tags=["open data"], summary="The dumps of all public records, the latest first", opt=PUBLIC
)
async def list_dumps(request: AnyRequest) -> list[Dump]:
    """Each with its files, checksums and columns; a file is at /open-data/{day}/{name}."""
    return dumps(site_of(request).open_data)


@get(
    "/open-data/catalogue",
    tags=["open data"],
    summary="The latest dump as a catalogue entry (DCAT 3 in JSON-LD)",
    media_type="application/ld+json",
    opt=PUBLIC,
)
async def show_catalogue(request: AnyRequest) -> Response[dict[str, Any]]:
    """For portals of open data that collect such entries."""
    base, found = base_of(request), dumps(site_of(request).open_data)
    entry = _catalogue(site_of(request), base, found[0] if found else None)
    return Response(entry, media_type="application/ld+json")


def _catalogue(site: Site, base: str, dump: Dump | None) -> dict[str, Any]:
    publisher = {"@type": "foaf:Agent", "foaf:name": site.bureau}
    return {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "spdx": "http://spdx.org/rdf/terms#",
        },
        "@id": f"{base}/open-data",
        "@type": "dcat:Catalog",
        "dct:title": f"{site.district}知识产权登记簿",
        "dct:publisher": publisher,
        "dcat:dataset": [_dataset(base, dump, publisher)] if dump else [],
    }


def _dataset(base: str, dump: Dump, publisher: dict[str, str]) -> dict[str, Any]:
    return {
        "@id": f"{base}/open-data#dataset",
        "@type": "dcat:Dataset",
        "dct:title": {"@value": "企业、专利、开放许可和专利导航", "@language": "zh"},
        "dct:publisher": publisher,
        "dct:issued": dump.day.isoformat(),
        "dct:modified": dump.made_at.isoformat(),
        "dct:rights": dump.licence,
        "dct:accrualPeriodicity": {"@id": "http://purl.org/cld/freq/daily"},
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution",
                "dct:title": file.name,
                "dcat:downloadURL": {"@id": f"{base}/open-data/{dump.day}/{file.name}"},
                "dcat:mediaType": MEDIA[file.form],
                "dcat:compressFormat": GZIP if file.name.endswith(".gz") else None,
                "dcat:byteSize": file.size,
                "spdx:checksum": {"spdx:algorithm": "sha256", "spdx:checksumValue": file.sha256},
            }
            for kind in dump.kinds
            for file in kind.files
        ],
    }


ROUTES = [list_dumps, show_catalogue]
