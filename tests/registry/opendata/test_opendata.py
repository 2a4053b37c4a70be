"""Open data: whole, without personal fields, told column by column, downloaded whole or in part, made once a day."""

import asyncio
import csv
import gzip
import io
import json
import shutil
from collections.abc import AsyncIterator, Callable
from datetime import date
from hashlib import sha256
from pathlib import Path

import httpx
import polars as pl
import pytest

from registry.database.days import today
from registry.database.engine import open_database, transaction
from registry.imports.kinds import KINDS
from registry.opendata import dumping
from registry.opendata.manifest import Dump, dump_of, dumps
from registry.opendata.worker import dump_if_due
from registry.settings import Settings
from tests.registry.site.conftest import open_site
from tests.registry.site.district import build_index, fill
from tests.registry.site.documents import Document
from tests.registry.site.records import PERSON, PHONE, REEL, number

pytestmark = pytest.mark.anyio
DAY = date(2024, 6, 30)


@pytest.fixture(scope="module")
def dumped(make_settings: Callable[[], Settings]) -> Settings:
    """The invented district, and its dump of a day."""
    settings = make_settings()

    async def make() -> None:
        await fill(settings)
        await build_index(settings)
        async with open_database(settings):
            await dumping.make(settings, DAY)

    asyncio.run(make())
    return settings


@pytest.fixture
async def site(dumped: Settings) -> AsyncIterator[httpx.AsyncClient]:
    async with open_site(dumped) as client:
        yield client


def read(folder: Path, name: str) -> bytes:
    content = (folder / name).read_bytes()
    return gzip.decompress(content) if name.endswith(".gz") else content


async def test_a_dump_holds_every_public_field_of_every_record_in_three_forms(dumped: Settings) -> None:
    dump = dump_of(dumped.open_data_folder, "2024-06-30")
    assert dump is not None
    folder = dumped.open_data_folder / "2024-06-30"
    assert [kind.kind for kind in dump.kinds] == list(KINDS)
    async with open_database(dumped), transaction() as database:
        held = {k.name: await database.fetchval(f"SELECT count(*) FROM {k.table}") for k in KINDS.values()}
    assert {kind.kind: kind.records for kind in dump.kinds} == held
    for kind in dump.kinds:
        names = [column.name for column in kind.columns]
        jsonl, table, parquet = (read(folder, file.name) for file in kind.files)
        records = [json.loads(line) for line in jsonl.splitlines()]
        assert [list(record) for record in records] == [names] * kind.records
        rows = list(csv.reader(io.StringIO(table.decode("utf-8-sig"))))
        assert rows[0] == [column.title for column in kind.columns]
        assert len(rows) == kind.records + 1
        frame = pl.read_parquet(io.BytesIO(parquet))
        assert (frame.columns, frame.height) == (names, kind.records)
        for file in kind.files:
            assert file.size == (folder / file.name).stat().st_size
            assert file.sha256 == sha256((folder / file.name).read_bytes()).hexdigest()
        for content in (jsonl, table, parquet):
            assert not [secret for secret in (PHONE, PERSON, "0631-5200188") if secret.encode() in content]
    assert {path.name for path in folder.iterdir()} == {
        "manifest.json", *(file.name for kind in dump.kinds for file in kind.files)
    }  # fmt: skip


async def test_the_same_register_gives_the_same_files(dumped: Settings) -> None:
    before = dump_of(dumped.open_data_folder, DAY.isoformat())
    async with open_database(dumped):
        after = await dumping.make(dumped, DAY)
    assert before is not None
    assert [kind.files for kind in after.kinds] == [kind.files for kind in before.kinds]
    assert after.made_at > before.made_at
    assert [path.name for path in dumped.open_data_folder.iterdir()] == [DAY.isoformat()]


async def test_the_page_lists_files_and_columns_in_both_languages(site: httpx.AsyncClient) -> None:
    for address, words in (
        ("/open-data", ("2024-06-30", "专利名称", "发明", "法律状态以国家知识产权局公告为准")),
        ("/en/open-data", ("2024-06-30", "Made at", "invention", "several texts")),
    ):
        answer = await site.get(address)
        assert answer.status_code == 200
        page = Document(answer.text)
        assert not [word for word in words if word not in answer.text], address
        files = {found for found in page.addresses if found.startswith("/open-data/2024-06-30/")}
        assert len(files) == 3 * len(KINDS) + 1
        assert not (address.startswith("/en") and page.unmarked_chinese)
        for file in files:
            assert (await site.get(file)).status_code == 200


async def test_a_download_can_be_gone_on_with(site: httpx.AsyncClient, dumped: Settings) -> None:
    address = "/open-data/2024-06-30/patent.jsonl.gz"
    whole = await site.get(address)
    assert whole.headers["accept-ranges"] == "bytes"
    assert "content-encoding" not in whole.headers
    assert whole.headers["content-disposition"] == 'attachment; filename="2024-06-30-patent.jsonl.gz"'
    size, tag = len(whole.content), whole.headers["etag"]
    assert sha256(whole.content).hexdigest() == tag.strip('"')
    for asked, first, last in (
        ("0-9", 0, 9),
        ("10-", 10, size - 1),
        ("-5", size - 5, size - 1),
        ("7-99999999", 7, size - 1),
    ):
        part = await site.get(address, headers={"range": f"bytes={asked}", "if-range": tag})
        assert part.status_code == 206, asked
        assert part.headers["content-range"] == f"bytes {first}-{last}/{size}"
        assert part.content == whole.content[first : last + 1]
    beyond = await site.get(address, headers={"range": f"bytes={size}-"})
    assert (beyond.status_code, beyond.headers["content-range"]) == (416, f"bytes */{size}")
    for headers in (
        {"range": "bytes=0-9", "if-range": '"other"'},
        {"range": "lines=1-2"},
        {"range": "bytes=9-1"},
        {"range": "bytes=0-1,4-5"},
    ):
        assert (await site.get(address, headers=headers)).content == whole.content
    assert (await site.get(address, headers={"if-none-match": tag})).status_code == 304
    since = {"if-modified-since": whole.headers["last-modified"]}
    assert (await site.get(address, headers=since)).status_code == 304
    latest = await site.get("/open-data/latest/patent.jsonl.gz")
    assert (latest.status_code, latest.headers["location"]) == (302, address)


async def test_nothing_but_the_files_of_a_dump_is_given(site: httpx.AsyncClient, dumped: Settings) -> None:
    (dumped.open_data_folder / "2024-06-30" / "other.txt").write_text("x")
    for address in (
        "/open-data/2024-06-30/other.txt",
        "/open-data/2024-06-29/patent.jsonl.gz",
        "/open-data/2024-06-30/..%2F..%2Ffiles",
        "/open-data/..%2F2024-06-30/manifest.json",
        "/open-data/%2e%2e/manifest.json",
    ):
        assert (await site.get(address)).status_code == 404, address
    assert "可能已经过期" in (await site.get("/open-data/2023-01-01/patent.csv.gz")).text
    (dumped.open_data_folder / "2024-06-30" / "other.txt").unlink()


async def test_programs_are_told_what_there_is(site: httpx.AsyncClient) -> None:
    (dump,) = (await site.get("/api/v1/open-data")).json()
    assert Dump.model_validate(dump).day == DAY
    answer = await site.get("/api/v1/open-data/catalogue")
    assert answer.headers["content-type"].startswith("application/ld+json")
    (dataset,) = answer.json()["dcat:dataset"]
    addresses = {one["dcat:downloadURL"]["@id"] for one in dataset["dcat:distribution"]}
    assert "http://registry.test/open-data/2024-06-30/patent.csv.gz" in addresses
    assert len(addresses) == 3 * len(KINDS)


async def test_one_is_made_a_day_once_there_is_something_and_old_ones_go(settings: Settings) -> None:
    folder = settings.open_data_folder
    async with open_site(settings) as site:
        assert not await dump_if_due(settings)
        assert "还没有开放数据" in (await site.get("/open-data")).text
        assert (await site.get("/api/v1/open-data")).json() == []
        assert (await site.get("/api/v1/open-data/catalogue")).json()["dcat:dataset"] == []
        assert (await site.get("/open-data/latest/patent.csv.gz")).status_code == 404
    await fill(settings)
    kept = settings.model_copy(update={"open_data_days": 2})
    async with open_database(settings):
        for day in (1, 2, 3):
            await dumping.make(settings, date(2024, 1, day))
        (folder / f"{dumping.UNFINISHED}left").mkdir()
        (folder / "2024-01-01").rename(folder / f"{dumping.REPLACED}2024-01-01")
        (folder / "2024-01-02" / "manifest.json").write_text("{")
        assert [str(dump.day) for dump in dumps(folder)] == ["2024-01-03"]
        assert await dump_if_due(kept)
        assert not await dump_if_due(kept)
        assert sorted(path.name for path in folder.iterdir()) == ["2024-01-03", today().isoformat()]
        assert not await dump_if_due(settings.model_copy(update={"open_data_days": 0}))


async def test_a_dump_that_fails_leaves_nothing_and_the_one_before(
    dumped: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dumping, "_packed", lambda *_: shutil.copyfile("/nosuch", "/nosuch"))
    async with open_database(dumped):
        with pytest.raises(FileNotFoundError):
            await dumping.make(dumped, DAY)
    assert [path.name for path in dumped.open_data_folder.iterdir()] == [DAY.isoformat()]
    assert number(REEL) in read(dumped.open_data_folder / DAY.isoformat(), "patent.jsonl.gz").decode()
