import polars as pl
import pytest

from importers.writing import TextTooLong, write_table
from schemas import catalogue


def test_a_text_beyond_what_a_cell_holds_is_refused_rather_than_cut(tmp_path):
    specs = [catalogue.field("patent", "title")]
    frame = pl.DataFrame({"title": ["字" * 32_768]})
    with pytest.raises(TextTooLong, match="专利名称"):
        write_table([frame], tmp_path / "long.xlsx", "xlsx", specs)
    assert write_table([frame], tmp_path / "long.csv", "csv", specs) == 1
