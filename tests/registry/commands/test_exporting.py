"""`registry export`: every format can be imported again and changes nothing."""

from pathlib import Path

import pytest

from tests.registry.commands.conftest import Run, Write, number, objects, row


@pytest.mark.parametrize("form", ["csv", "xlsx", "jsonl", "parquet"])
def test_every_format_is_imported_again_without_change(
    registry: Run, write: Write, tmp_path: Path, form: str
) -> None:
    registry("import", write("清单.csv", row(1), row(2, "=1+1")))
    out = tmp_path / f"专利.{form}"
    written = registry("export", "patent", "--format", form, "--output", out, "--json")
    assert objects(written) == [{"kind": "patent", "format": form, "records": 2, "file": str(out)}]
    (again,) = objects(registry("import", out, "--json"))
    assert again["profile"] == "own_patent"
    assert again["sheets"][0]["rows"]["unchanged"] == 2


def test_records_are_printed_one_a_line_under_their_key(registry: Run, write: Write) -> None:
    registry("import", write("清单.csv", row(2), row(1)))
    printed = objects(registry("export", "patent"))
    assert [entry["application_number"] for entry in printed] == [number(1), number(2)]


def test_nothing_personal_is_in_a_public_export(registry: Run, write: Write) -> None:
    headers = ("企业名称", "统一社会信用代码", "联系电话")
    registry("import", write("企业.csv", ("威海甲有限公司", "", "13800000000"), headers=headers))
    assert "phone" in objects(registry("export", "enterprise"))[0]
    assert "phone" not in objects(registry("export", "enterprise", "--public"))[0]


def test_a_kind_that_is_not_kept_and_a_folder_that_is_not_there_are_told(
    registry: Run, tmp_path: Path
) -> None:
    unknown = registry("export", "nosuch")
    assert unknown.exit_code == 2
    assert "nosuch" in unknown.stderr
    nowhere = registry("export", "patent", "--output", tmp_path / "没有" / "专利.csv")
    assert nowhere.exit_code == 2
    assert nowhere.stderr.startswith("Error: ")
