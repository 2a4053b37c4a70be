"""`registry sources`, `links`, `edit`, `profiles`: what people decide."""

import pytest

from tests.registry.commands.conftest import Run, Write, number, objects, row

ENTERPRISE = ("企业名称", "统一社会信用代码")
CODE = "91371000MA3C00001Q"


def test_the_precedence_of_a_source_is_shown_and_changed(registry: Run) -> None:
    changed = registry("sources", "--set", "patsnap=95", "--json")
    assert objects(changed)[0] == {"name": "patsnap", "title": "智慧芽", "rank": 95}


@pytest.mark.parametrize(
    ("change", "said"),
    [("patsnap", "应写作"), ("patsnap=²", "应写作"), ("patsnap=99999999999", "应写作"), ("x=1", "没有来源")],
)
def test_a_precedence_that_cannot_be_is_told(registry: Run, change: str, said: str) -> None:
    result = registry("sources", "--set", change)
    assert result.exit_code == 2
    assert said in result.stderr


def test_a_value_written_by_hand_is_a_conflict_for_the_next_import(registry: Run, write: Write) -> None:
    registry("import", write("一.csv", row(1)))
    (edited,) = objects(
        registry("edit", "patent", number(1), "title=证书上的名称", "--reason", "证书", "--json")
    )
    assert edited["operation"] > 0
    (found,) = objects(registry("import", write("二.csv", row(1, "导出里的名称")), "--json"))
    assert found["sheets"][0]["rows"]["conflicting"] == 1
    assert [(change["field"], change["verdict"]) for change in found["changes"]] == [("title", "by_hand")]
    assert objects(registry("export", "patent"))[0]["title"] == "证书上的名称"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nosuch", "x", "title=y"), "nosuch"),
        (("patent", "x", "title=y"), "找到 0 条"),
        (("patent", number(1), "nosuch=y"), "不是可以修改的字段"),
        (("patent", number(1), "grant_date=2020-02-30"), "授权公告日"),
        (("patent", number(1), "title"), "应写作 字段=值"),
    ],
)
def test_an_edit_that_cannot_be_is_told_and_changes_nothing(
    registry: Run, write: Write, arguments: tuple[str, ...], said: str
) -> None:
    registry("import", write("一.csv", row(1)))
    before = objects(registry("export", "patent"))
    result = registry("edit", *arguments, "--reason", "试")
    assert result.exit_code == 2
    assert said in result.stderr
    assert objects(registry("export", "patent")) == before


def test_a_value_the_database_does_not_accept_is_told(registry: Run, write: Write) -> None:
    registry("import", write("一.csv", row(1)))
    result = registry("edit", "patent", number(1), "claim_count=-3", "--reason", "试")
    assert result.exit_code == 2
    assert objects(registry("export", "patent"))[0]["claim_count"] is None


def test_a_doubtful_owner_is_listed_until_a_person_decides(registry: Run, write: Write) -> None:
    registry("import", write("企业.csv", ("威海甲渔具股份有限公司", CODE), headers=ENTERPRISE))
    registry("import", write("专利.csv", row(1)))
    (doubt,) = objects(registry("links", "--json"))
    assert (doubt["name"], doubt["doubt"]) == ("威海甲渔具有限公司", "similar")
    assert registry("links", "--same", "威海甲渔具有限公司", doubt["enterprise_code"]).stdout == ""
    unknown = registry("links", "--different", "威海甲渔具有限公司", "没有")
    assert unknown.exit_code == 2
    assert "没有统一社会信用代码" in unknown.stderr
