"""`registry dump`: the open data of today, on the terminal and as JSON."""

from tests.registry.commands.conftest import Run, Write, objects, row


def test_the_open_data_of_today_are_made_and_told(registry: Run, write: Write) -> None:
    registry("import", write("清单.csv", row(1), row(2)))
    told = registry("dump")
    assert told.exit_code == 0, told.stderr
    assert told.stdout.startswith("开放数据 ")
    assert "2 条" in told.stdout
    (made,) = objects(registry("dump", "--json"))
    assert {kind["kind"]: kind["records"] for kind in made["kinds"]}["patent"] == 2
