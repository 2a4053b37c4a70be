from tests.registry.commands.conftest import Run, Write, objects, row

ENTERPRISE = ("统一社会信用代码", "企业名称")


def test_it_tells_what_an_enterprise_lacks(registry: Run, write: Write) -> None:
    registry(
        "import", write("企业名录.csv", ("91371002706087777P", "威海甲渔具有限公司"), headers=ENTERPRISE)
    )
    registry("import", write("专利.csv", row(1), row(2)))
    told = registry("ladder", "甲渔具")
    assert told.exit_code == 0
    assert "威海甲渔具有限公司（现 未入库）距区级培育库" in told.stdout
    (one,) = objects(registry("ladder", "91371002706087777P", "--tier", "national_advantage", "--json"))
    assert one["target"] == "国家优势"
    assert {gap["criterion"] for gap in one["gaps"] if gap["answer"] == "missing"} >= {"inventions"}


def test_an_unknown_tier_or_enterprise_is_said_in_a_sentence(registry: Run) -> None:
    told = registry("ladder", "--tier", "galactic")
    assert told.exit_code == 2
    assert "national_advantage" in told.output
    assert registry("ladder", "没有这家").exit_code == 2
