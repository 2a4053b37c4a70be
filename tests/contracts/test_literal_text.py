"""Every substring of every searched field is found, whatever stands around it."""

from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.answers import Document, Reason
from search.documents import texts_of
from search.engine import SearchEngine
from search.normalising import normalise
from search.requests import SearchRequest
from tests.contracts.library import DOCUMENTS, INDEX, found

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "patents" / "专利信息.xlsx"
EXAMPLES = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def _texts(document: Document) -> list[str]:
    return [text for field in INDEX.searched for text in texts_of(document.get(field.name))]


def _quoted(wanted: str) -> str:
    """A query that means the text to the letter; a quotation mark within would end it."""
    return f'"{wanted}"'


def _holding(wanted: str, documents: tuple[Document, ...] | list[Document]) -> set[str]:
    folded = normalise(wanted)
    return {str(one["id"]) for one in documents if any(folded in normalise(text) for text in _texts(one))}


@st.composite
def _substrings(draw: st.DrawFn, texts: list[str], longest: int = 24) -> str:
    text = draw(st.sampled_from(texts))
    start = draw(st.integers(0, len(text) - 1))
    return text[start : start + draw(st.integers(1, longest))].strip()


EVERY_TEXT = [text for document in DOCUMENTS for text in _texts(document)]


@given(wanted=_substrings(EVERY_TEXT).filter(bool))
@EXAMPLES
def test_any_substring_finds_exactly_the_documents_that_have_it(library: SearchEngine, wanted: str) -> None:
    answer = library.search(SearchRequest(_quoted(wanted)))
    by_letter = {hit.id for hit in answer.hits if hit.reason is not Reason.IDENTIFIER}
    by_number = {hit.id for hit in answer.hits if hit.reason is Reason.IDENTIFIER}
    assert _holding(wanted, DOCUMENTS) <= by_letter | by_number
    assert by_letter <= _holding(wanted, DOCUMENTS)
    assert answer.total == len(answer.hits)


ALPHABET = "鱼竿钓的A a1Ｂ2０。-渔漁⽤é"


@given(
    texts=st.lists(st.text(ALPHABET, min_size=1, max_size=30).filter(str.strip), min_size=1, max_size=8),
    data=st.data(),
)
@settings(EXAMPLES, max_examples=12)
def test_any_substring_of_texts_that_repeat_themselves(
    engine: SearchEngine, texts: list[str], data: st.DataObject
) -> None:
    documents: list[Document] = [{"id": str(place), "abstract": text} for place, text in enumerate(texts)]
    with engine.rebuilding() as writer:
        writer.write(documents)
    for _ in range(8):
        wanted = data.draw(_substrings(texts).filter(bool))
        answer = engine.search(SearchRequest(_quoted(wanted)))
        assert {hit.id for hit in answer.hits} == _holding(wanted, documents)
        assert answer.total == len(answer.hits)


@pytest.fixture(scope="module")
def real_documents() -> list[Document]:
    if not SHARED.exists():
        pytest.skip(f"real files are not here: {SHARED}")
    rows = pl.read_excel(SHARED).select("专利名称", "申请号", "摘要").head(300)
    return [
        {"id": str(place), "title": title, "number": number, "abstract": abstract}
        for place, (title, number, abstract) in enumerate(rows.iter_rows())
    ]


def test_any_substring_of_real_texts(engine: SearchEngine, real_documents: list[Document]) -> None:
    with engine.rebuilding() as writer:
        writer.write(real_documents)
    texts = [text for one in real_documents for text in _texts(one) if text.strip()]

    @given(wanted=_substrings(texts, longest=12).filter(lambda text: text and '"' not in text))
    @settings(EXAMPLES, max_examples=80)
    def every_one_is_found(wanted: str) -> None:
        answer = engine.search(SearchRequest(_quoted(wanted), limit=300))
        assert _holding(wanted, real_documents) <= {hit.id for hit in answer.hits}

    every_one_is_found()


@pytest.mark.parametrize(
    ("wanted", "number"),
    [
        ("鱼竿", "201711410931.9"),  # inside 钓鱼竿
        ("维", "201711410931.9"),
        ("LED", "201810999888.1"),
        ("led", "201810999888.1"),
        ("PLC控制", "201810999888.1"),
        ("24V", "201810999888.1"),
        ("3.5kw", "201810999888.1"),
        ("≥", "201810999888.1"),
        ("W型", "201930012345.6"),  # written Ｗ
        ("数控", "201930012345.6"),  # written 數控
        ("用反渗透", "201810999889.6"),  # written with a radical, ⽤
        ("海水，清洗液", "201810999889.6"),
        ("2.5%", "201810999889.6"),
        ("fishing tackle", "201510000123.4"),
        ("Ltd.", "201510000123.4"),
    ],
)
def test_words_in_any_form(library: SearchEngine, wanted: str, number: str) -> None:
    assert number in found(library, wanted)
    assert number in found(library, _quoted(wanted))


def test_the_form_of_the_query_does_not_matter_either(library: SearchEngine) -> None:
    assert found(library, "ＬＥＤ") == found(library, "led") == found(library, "Led")
    assert found(library, "釣魚竿") == found(library, "钓鱼竿") == ["201711410931.9"]
    assert found(library, "⽤于") == found(library, "用于")
