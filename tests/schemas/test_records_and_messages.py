"""Records and catalogue tell of the same fields; every finding has its words in both languages."""

import ast
import datetime as dt
import re
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from pydantic import ValidationError

import schemas
from schemas import messages
from schemas.catalogue import UnknownFieldError, field, fields, record, records
from schemas.patent_type import PatentType
from schemas.records import RECORDS, Enterprise, Offer, Patent
from schemas.vocabulary import VocabularyType

ALLOWED = {pl.String, pl.Date, pl.Boolean, pl.Int64}


def test_the_catalogue_has_every_field_of_every_record() -> None:
    assert list(records()) == [kind.kind for kind in RECORDS]
    for kind in RECORDS:
        assert record(kind.kind) is kind
        assert list(fields(kind.kind)) == list(kind.model_fields)
        assert set(kind.key) <= set(kind.model_fields)
        for spec in fields(kind.kind).values():
            assert re.search("[\u4e00-\u9fff]", spec.title)
            assert spec.qualified == f"{kind.kind}.{spec.name}"
            assert "" in spec.value_type.outputs
            assert spec.dtype in ALLOWED or spec.dtype in {
                pl.List(pl.String),
                pl.Decimal(20, 2),
                pl.Decimal(20, 4),
            }
            assert set(spec.columns) == set(spec.value_type.outputs)
            assert set(spec.columns.values()) <= set(kind.model_fields), spec.qualified


def test_personal_fields_and_lists_are_marked() -> None:
    assert field("enterprise", "legal_representative").personal
    assert not field("enterprise", "name").personal
    assert field("patent", "inventors").many
    assert field("patent", "application_number").required
    with pytest.raises(UnknownFieldError, match=r"patent\.colour"):
        field("patent", "colour")
    with pytest.raises(UnknownFieldError, match="unicorn"):
        fields("unicorn")


def test_records_read_their_texts() -> None:
    patent = Patent(
        application_number="ZL 2013 1 0699744.2",
        patent_type="发明授权",
        owners="甲公司；乙大学",
        filing_date="2013.12.18",
        title="一种装置",
        grant_number=" - ",
        cited_by_count="3",
    )
    assert patent.application_number == "201310699744.2"
    assert patent.patent_type is PatentType.INVENTION
    assert patent.owners == ("甲公司", "乙大学")
    assert patent.filing_date == dt.date(2013, 12, 18)
    assert patent.grant_number is None
    assert patent.cited_by_count == 3
    assert Enterprise(name="某公司", registered_capital="5万元").registered_capital == Decimal(50000)
    assert Offer(application_number="201310699744.2", declaration="").declaration == ""


def test_values_already_typed_pass() -> None:
    patent = Patent(
        application_number="201310699744.2",
        filing_date=dt.date(2013, 12, 18),
        owners=("甲公司",),
        patent_type=PatentType.DESIGN,
    )
    assert Patent.model_validate(patent.model_dump()) == patent
    assert Patent.model_validate_json(patent.model_dump_json()) == patent


def test_records_refuse_with_the_words_of_the_finding() -> None:
    with pytest.raises(
        ValidationError, match="校验位不符：现为 1。按 ZC 0006，202511409252 的校验位应为 4。"
    ):
        Patent(application_number="202511409252.1")
    with pytest.raises(ValidationError, match="2023 年 2 月 30 日不存在"):
        Patent(application_number="201310699744.2", filing_date="2023年2月30日")
    with pytest.raises(ValidationError):
        Patent(application_number="-")


def _codes_in_the_source() -> set[str]:
    found = set()
    for path in Path(schemas.__file__).parent.glob("*.py"):
        if path.name.startswith("texts_"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            value = node.value if isinstance(node, ast.Constant) else None
            if isinstance(value, str) and re.fullmatch(r"[a-z_]+\.[a-z_]+", value):
                found.add(value)
    for kind in records():
        for spec in fields(kind).values():
            if isinstance(spec.value_type, VocabularyType):
                found.add(f"{spec.value_type.name}.unknown")
    return found | {"ipc.leftover", "locarno.leftover"}


def test_every_code_has_its_words_in_both_languages() -> None:
    codes = _codes_in_the_source()
    assert len(codes) > 80
    for language in ("zh", "en"):
        assert codes - messages.codes(language) == set()
    assert messages.codes("zh") == messages.codes("en")


def test_both_languages_use_the_same_details() -> None:
    for code in messages.codes("zh"):
        chinese, english = (messages.describe(code, {}, language) for language in ("zh", "en"))
        assert "{" not in "".join(chinese + english)
        assert chinese.problem.endswith("。")
        assert not re.search("系统|平台|成功|请注意|！|点击", "".join(chinese))
        assert english.sentence
    assert messages.describe("no.such", {}).problem == "内容需要核对（no.such）。"


def test_further_codes_can_be_added() -> None:
    messages.add_texts("zh", {"test.added": ("第 {row} 行。", "", "")})
    assert messages.describe("test.added", {"row": "3"}).sentence == "第 3 行。"
    assert messages.describe("test.added", {"row": "3"}, "en").problem.startswith(
        "The content needs checking"
    )
