"""Real exports as documents, read as they lie there: only their keys and queries of our own are kept in this project."""

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import polars as pl

from registry.indexing.declared import ENTERPRISES, PATENTS
from registry.indexing.documents.values import distinct, ipc_levels
from schemas import catalogue
from search.answers import Document
from search.declaration import Index

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "data"
WORLD = FOLDER / "patents" / "wipo_results_cn_101k.parquet"
LIST = FOLDER / "patents" / "专利信息.xlsx"
COMPANIES = FOLDER / "enterprises" / "威海_工商登记_1978-2004.csv"
TYPES = {"1": "invention", "2": "utility_model", "3": "design"}


def missing() -> str | None:
    """Why there are no real files; None where they are."""
    absent = [path.name for path in (WORLD, LIST, COMPANIES) if not path.exists()]
    return f"real files are not in {FOLDER}: {', '.join(absent)}" if absent else None


def real_documents(every: int = 1, keep: Collection[str] = ()) -> dict[Index, Iterator[Document]]:
    """Patents and enterprises; of the large list one row in `every`, and those whose ids are in `keep`."""
    return {PATENTS: _patents(every, keep), ENTERPRISES: _enterprises()}


def _patents(every: int, keep: Collection[str]) -> Iterator[Document]:
    yield from map(_listed, pl.read_excel(LIST).iter_rows(named=True))
    world = pl.read_parquet(WORLD).unique("pub", keep="first", maintain_order=True).with_row_index()
    chosen = world.filter((pl.col("index") % every == 0) | pl.col("pub").is_in(list(keep)))
    yield from map(_published, chosen.iter_rows(named=True))


def _listed(row: dict[str, Any]) -> Document:
    number = _number(row["申请号"])
    ipc = distinct([row["主分类号"]])
    return {
        "id": row["申请号"],
        "number": number,
        "title": row["专利名称"],
        "abstract": row["摘要"],
        "holders": _parts(row["申请人"]),
        "holder": _parts(row["申请人"]),
        "ipc": ipc,
        **ipc_levels(ipc),
        "year": int(row["申请日"][:4]),
        "patent_type": TYPES.get(row["申请号"].removeprefix("CN")[4:5]),
    }


def _published(row: dict[str, Any]) -> Document:
    ipc = distinct([row["ipc"]])
    return {
        "id": row["pub"],
        "number": _number(row["app"]) if row["app"] else None,
        "publications": (f"CN{row['pub']}",),
        "title": row["title"],
        "abstract": row["abstract"],
        "holders": _parts(row["applicant"]),
        "holder": _parts(row["applicant"]),
        "inventors": _parts(row["inventor"]),
        "ipc": ipc,
        **ipc_levels(ipc),
        "year": int(row["pubdate"][-4:]),
        "patent_type": TYPES.get(row["pub"][:1]),
    }


def _enterprises() -> Iterator[Document]:
    for row in pl.read_csv(COMPANIES, infer_schema=False).iter_rows(named=True):
        yield {
            "id": row["统一社会信用代码"],
            "codes": (row["统一社会信用代码"],),
            "name": row["企业名称"],
            "business_scope": row["经营范围"],
            "address": row["注册地址"],
        }


def _number(written: str) -> str | None:
    reading = catalogue.field("patent", "application_number").value_type.read(written)
    return None if reading.value is None else str(reading.value)


def _parts(written: str | None) -> tuple[str, ...]:
    return distinct(part.strip() for part in (written or "").split(";"))
