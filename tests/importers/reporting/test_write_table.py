"""What is exported can be opened safely, and imported again gives the same records."""

import csv
import datetime as dt
import json
from decimal import Decimal
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from importers import process
from importers.writing import FORMATS, UnknownFormat, write_table
from schemas import catalogue
from schemas.catalogue import FieldSpec
from schemas.texts import TextValue

PATENT = {
    "application_number": "201711410931.9",
    "title": "=cmd|'/C calc'!A0",
    "patent_type": "invention",
    "abstract": "'引号开头\n第二行，含“引号”和,逗号",
    "applicants": ["甲公司", "乙; 丙公司", "丁\\戊", "-己"],
    "owners": ["甲公司"],
    "filing_date": dt.date(2017, 12, 23),
    "publication_number": "CN107966475B",
    "legal_status": "fee_grace",
    "legal_status_text": "等年费滞纳金",
    "ipc": ["G01N25/62", "G01K11/02"],
    "cited_by_count": 3,
}
OFFER = {
    "application_number": "201711410931.9",
    "declaration": "@1",
    "fee_mode": "entry_plus_royalty",
    "fee_rate": Decimal("3.5000"),
    "fee_base": "net_sales",
    "fee_entry_amount": Decimal("20000.00"),
    "fee_currency": "CNY",
    "fee_text": "+入门费2万元，提成3.5%",
    "licence_to": dt.date(2026, 5, 31),
    "licence_years": Decimal("2.5000"),
}
ENTERPRISE = {
    "name": "威海广泰空港设备股份有限公司",
    "credit_code": "913710007628687892",
    "former_names": ["威海广泰空港设备有限公司"],
    "registered_capital": Decimal("381792500.55"),
    "registered_capital_currency": "CNY",
    "tags": ["+出口", "渔具"],
    "iso56005_level": 2,
    "business_scope": "-- 机械\t设备 --",
}
STOCK = {"application_number": "201711410931.9", "publicly_funded": True, "willingness": ["转让", "许可"]}
CASES = {"patent": PATENT, "offer": OFFER, "enterprise": ENTERPRISE, "stock_review": STOCK}


def frame_of(kind, record):
    specs = catalogue.fields(kind)
    return pl.DataFrame(
        {name: pl.Series([record.get(name)], dtype=spec.dtype) for name, spec in specs.items()}
    )


def written(kind, format_, folder):
    path = folder / f"{kind}.{format_}"
    specs = list(catalogue.fields(kind).values())
    assert write_table([frame_of(kind, CASES[kind])], path, format_, specs) == 1
    return path


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("kind", CASES)
def test_an_export_imports_as_the_same_record(kind, format_, tmp_path):
    path = written(kind, format_, tmp_path)
    report = process(path, tmp_path / "spool")
    assert report.sheets[0].profile == f"own_{kind}"
    assert report.problems == {"error": 0, "warning": 0, "note": 0}
    row = pl.read_ipc(tmp_path / "spool" / "0.arrow").row(0, named=True)
    parent = {"application_number": "patent"}
    for name, value in CASES[kind].items():
        owner = parent.get(name, kind) if kind != "patent" else "patent"
        assert row[f"{owner}.{name}"] == value, name
    assert not [
        name
        for name, value in row.items()
        if value is not None and name.split(".")[-1] not in CASES[kind] and "." in name
    ]


def test_no_cell_of_a_csv_can_run_as_a_formula(tmp_path):
    with written("patent", "csv", tmp_path).open(encoding="utf-8-sig", newline="") as file:
        header, cells = csv.reader(file)
    assert header[0] == "申请号"
    assert not [cell for cell in cells if cell[:1] in set("=+-@\t\r")]


def test_an_xlsx_holds_texts_only(tmp_path):
    sheet = openpyxl.load_workbook(written("patent", "xlsx", tmp_path)).worksheets[0]
    assert {cell.data_type for cell in sheet[2] if cell.value is not None} == {"s"}


def test_words_for_people_and_tokens_for_programs(tmp_path):
    with written("patent", "csv", tmp_path).open(encoding="utf-8-sig", newline="") as file:
        record = dict(zip(*csv.reader(file), strict=True))
    assert record["专利类型"] == "发明"
    line = json.loads(written("patent", "jsonl", tmp_path).read_text("utf-8"))
    assert line["patent_type"] == "invention"
    assert line["filing_date"] == "2017-12-23"
    assert line["agency"] is None


def test_an_unknown_format_is_refused(tmp_path):
    with pytest.raises(UnknownFormat, match="csv, xlsx, jsonl, parquet"):
        write_table([], tmp_path / "x", "pdf", [])


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_title_that_is_not_ours_runs_no_formula_either(tmp_path: Path, form: str) -> None:
    spec = FieldSpec("x", "c", "=1+1", TextValue(), personal=False, many=False, required=False)
    path = tmp_path / f"x.{form}"
    write_table([pl.DataFrame({"c": ["甲"]}, schema={"c": pl.String})], path, form, [spec])
    if form == "csv":
        assert path.read_text("utf-8-sig").splitlines()[0] == "'=1+1"
    else:
        assert openpyxl.load_workbook(path).active["A1"].value == "'=1+1"
