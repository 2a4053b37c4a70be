"""`registry audit`."""

import asyncio
import csv
import re
from pathlib import Path

import asyncpg

from registry.settings import Settings
from tests.registry.commands.conftest import Run, Write, objects, row


def test_a_log_that_nobody_touched_is_verified_and_its_last_seal_expected(
    registry: Run, write: Write
) -> None:
    registry("import", write("专利.csv", row(1), row(2)))
    told = registry("audit", "verify")
    assert told.exit_code == 0
    (last,) = re.findall(r"最后一道相符的封条 (\d+:[0-9a-f]{64})", told.stdout)
    assert registry("audit", "verify", "--expect", last).exit_code == 0
    other = registry("audit", "verify", "--expect", "1:" + "0" * 64)
    assert other.exit_code == 1
    assert "封条被重新做过" in other.output


def test_a_changed_entry_is_told_with_its_seal(registry: Run, write: Write, settings: Settings) -> None:
    registry("import", write("专利.csv", row(1)))
    registry("audit", "verify")

    async def tamper() -> None:
        owner = await asyncpg.connect(settings.migration_url)
        await owner.execute(
            "ALTER TABLE change_entry DISABLE TRIGGER USER; UPDATE change_entry SET actor = '别人' WHERE id = 1"
        )
        await owner.close()

    asyncio.run(tamper())
    told = registry("audit", "verify")
    assert told.exit_code == 1
    assert "第 1 道封条对不上" in told.output
    (found,) = objects(registry("audit", "verify", "--json"))
    assert found["broken"] == 1


def test_the_log_is_exported_for_a_person_and_a_time(registry: Run, write: Write, tmp_path: Path) -> None:
    registry("import", write("专利.csv", row(1)))
    output = tmp_path / "log.csv"
    assert registry("audit", "export", "--output", output, "--since", "2020-01-01").exit_code == 0
    with output.open(encoding="utf-8-sig", newline="") as file:
        entries = list(csv.DictReader(file))
    assert {"patent"} <= {entry["种类"] for entry in entries}
    assert registry("audit", "export", "-o", output, "--person", "没有这个人").exit_code == 0
    assert registry("audit", "export", "-o", output, "--view", "events", "--format", "jsonl").exit_code == 0
    assert "export:make" in output.read_text("utf-8")
