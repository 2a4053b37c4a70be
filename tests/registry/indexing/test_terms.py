"""What is suggested: words and names, by their characters and by their sound."""

import asyncpg
import pytest

from registry.indexing.declared import TERMS
from registry.indexing.engines import Engines
from registry.indexing.pronunciation import sound
from registry.indexing.terms import term, words_of
from schemas import catalogue
from search.requests import OneOf, SearchRequest, Sort
from tests.registry.indexing.desk import drained, value, write
from tests.registry.site.records import CONTACT, PERSON, PHONE, SHILANG

pytestmark = pytest.mark.anyio


def typed(engines: Engines, text: str) -> list[str]:
    request = SearchRequest(
        filters=(OneOf("begun", (text,)),), sort=Sort("weight"), limit=100, highlight=False
    )
    return [str(hit.document["text"]) for hit in engines[TERMS.name].search(request).hits]


@pytest.mark.parametrize(
    ("word", "spelled"),
    [
        ("碳纤维", {"tanxianwei"}),
        ("银行", {"yinhang", "yinxing"}),
        ("海参", {"haishen", "haican"}),
        ("绿色", {"lvse", "luse", "lvshai", "lushai"}),
        ("LED灯", {"leddeng"}),
        ("abc", {"abc"}),
    ],
)
async def test_a_word_is_spelled_as_people_read_it(word: str, spelled: set[str]) -> None:
    assert set(sound(word).spelled) == spelled


async def test_the_reading_as_a_word_comes_first() -> None:
    assert sound("长度").spelled[0] == "changdu"
    assert sound("校长").spelled[0] == "xiaozhang"
    assert sound("银行").spelled[0] == "yinhang"


async def test_what_is_typed_on_the_way_leads_there() -> None:
    begun = sound("碳纤维").begun
    assert {"t", "ta", "tan", "tanx", "tanxianwei", "tx", "txw"} <= set(begun)
    assert "txwx" not in begun
    assert len(begun) == len(set(begun))


async def test_words_of_a_title_are_those_that_tell_something() -> None:
    words = words_of("一种碳纤维渔竿的缠绕成型装置及其方法２０２４")
    assert {"碳纤维", "缠绕"} <= words
    assert not words & {"一种", "的", "及其", "2024"}
    assert all(2 <= len(word) <= 8 for word in words)


@pytest.mark.parametrize(
    ("title", "suggested", "never"),
    [
        ("一种渔竿后把手", "渔竿", "渔竿后"),
        ("海参用低温蒸煮锅", "海参", "海参用"),
        ("基于双目视觉的分拣机", "分拣机", "基于双"),
        ("钕铁硼磁体及晶硅片", "硅片", "及晶硅"),
        ("一种医用导管", "医用", "医"),
        ("水下标的双定位装置", "标的", "标的双"),
        ("Fuel cell and control method thereof", "fuel", "thereof"),
    ],
)
async def test_no_word_is_suggested_with_a_piece_of_its_neighbour(
    title: str, suggested: str, never: str
) -> None:
    words = words_of(title)
    assert suggested in words
    assert never not in words


async def test_terms_are_found_by_sound_with_the_documents_that_have_them(built: Engines) -> None:
    assert "碳纤维" in typed(built, "txw")
    assert "碳纤维" in typed(built, "tanx")
    assert SHILANG in typed(built, "whsltx")
    (hit,) = built[TERMS.name].search(SearchRequest(filters=(OneOf("record", ("word:碳纤维",)),))).hits
    assert hit.document["weight"] == await value(
        "SELECT count(*) FROM patent WHERE title LIKE '%碳纤维%'"
    ) + await value("SELECT count(*) FROM project WHERE title LIKE '%碳纤维%'")


async def test_a_new_word_is_suggested_as_soon_as_it_is_drained(
    built: Engines, held: asyncpg.Connection
) -> None:
    assert not typed(built, "haidaishou")
    before = {hit_id for hit_id, _ in built[TERMS.name].digests()}
    await write("UPDATE patent SET title = '海带收割装置' WHERE title LIKE '%分段缠绕%'")
    await drained(built, held)
    after = {hit_id for hit_id, _ in built[TERMS.name].digests()}
    assert before < after
    assert any("海带" in text for text in typed(built, "hd"))


async def test_a_term_that_is_there_keeps_its_count(built: Engines, held: asyncpg.Connection) -> None:
    before = dict(built[TERMS.name].digests())
    await write("UPDATE patent SET abstract = '改' WHERE title LIKE '%碳纤维%'")
    await drained(built, held)
    assert dict(built[TERMS.name].digests()) == before


async def test_no_term_names_what_is_personal(built: Engines) -> None:
    personal = {
        name for kind in catalogue.records() for name, spec in catalogue.fields(kind).items() if spec.personal
    }
    assert {"contact", "phone", "legal_representative"} <= personal
    every = {key.partition(":")[2] for key, _ in built[TERMS.name].digests()}
    assert not every & {PHONE, CONTACT, PERSON}


async def test_a_term_holds_what_is_declared() -> None:
    made = term("碳纤维", "word", 3)
    assert {field.name for field in TERMS.fields} <= made.keys()
