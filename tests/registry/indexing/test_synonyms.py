"""Groups of words that a search takes for each other."""

import pytest

from registry.accounts.scope import Scope
from registry.database.engine import RegistryEngine
from registry.indexing import synonyms
from registry.indexing.synonyms import WordsRefused
from tests.registry.indexing.desk import value, write

PUBLIC = Scope.public()
pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("鱼竿 = 钓竿", ("鱼竿", "钓竿")),
        ("鱼竿＝钓竿、钓鱼竿", ("鱼竿", "钓竿", "钓鱼竿")),
        ("鱼竿 钓竿", ("鱼竿", "钓竿")),
        ("  LED灯,发光二极管  ", ("LED灯", "发光二极管")),
        ("鱼竿 = 釣竿 = 钓竿", ("鱼竿", "釣竿")),
    ],
)
async def test_a_group_is_read_as_people_write_it(written: str, words: tuple[str, ...]) -> None:
    assert synonyms.read_group(written) == words


@pytest.mark.parametrize(
    "written", ["", "鱼竿", "鱼竿 = 鱼竿", "＝", "甲 = " + "长" * 41, "=".join(map(str, range(30)))]
)
async def test_what_is_no_group_is_refused_with_a_reason(written: str) -> None:
    with pytest.raises(WordsRefused, match=r"词|长"):
        synonyms.read_group(written)


async def test_a_file_is_read_line_by_line_and_a_fault_names_its_line() -> None:
    assert synonyms.read_file("\ufeff# 渔具\n鱼竿 = 钓竿  # 常用\n\n海带,昆布\n") == [
        ("鱼竿", "钓竿"),
        ("海带", "昆布"),
    ]
    with pytest.raises(WordsRefused, match="第 2 行"):
        synonyms.read_file("鱼竿 = 钓竿\n海带\n")


async def test_groups_are_added_once_listed_and_removed_with_a_trace(database: RegistryEngine) -> None:
    assert await synonyms.add([("鱼竿", "钓竿"), ("海带", "昆布")], "林若川") == 2
    assert await synonyms.add([("钓竿", "鱼竿")], "林若川") == 0
    first, second = await synonyms.groups(PUBLIC)
    assert (first.words, second.words) == (("鱼竿", "钓竿"), ("海带", "昆布"))
    assert await synonyms.remove([first.id, 999], "林若川", "不当") == [first.id]
    assert [group.words for group in await synonyms.groups(PUBLIC)] == [("海带", "昆布")]
    logged = "SELECT string_agg(action || actor, ' ' ORDER BY id) FROM change_log WHERE kind = 'synonym'"
    assert await value(logged) == "insert林若川 insert林若川 delete林若川"


async def test_a_bad_group_among_good_ones_changes_nothing(database: RegistryEngine) -> None:
    with pytest.raises(WordsRefused):
        await synonyms.add([("鱼竿", "钓竿"), ("海带",)], "x")
    assert await synonyms.groups(PUBLIC) == []


async def test_groups_cannot_be_changed_behind_the_log(database: RegistryEngine) -> None:
    await synonyms.add([("鱼竿", "钓竿")], "x")
    with pytest.raises(Exception, match="not allowed"):
        await write("UPDATE synonym SET words = '{a,b}'")


async def test_a_search_learns_of_a_group_within_seconds(database: RegistryEngine) -> None:
    moment = 0.0
    kept = synonyms.kept_synonyms()
    kept.clock = lambda: moment
    assert await kept.value() == ()
    await synonyms.add([("鱼竿", "钓竿")], "x")
    assert await kept.value() == ()
    moment = synonyms.SECONDS
    assert await kept.value() == (("鱼竿", "钓竿"),)
