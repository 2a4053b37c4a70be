"""The invented district: as many records as the design shows, right numbers, and nothing by the clock."""

import re
from collections import Counter
from datetime import date

import pytest

from registry.demo import TODAY, build_district
from registry.demo.grammar import clusters
from registry.demo.model import District, Enterprise

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
ORGANISATION = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@pytest.fixture(scope="module")
def district() -> District:
    return build_district()


def application_check(twelve: str) -> str:
    """ZC 0006, written out from the standard: weights 2 to 9, then 2 to 5."""
    weights = [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]
    rest = sum(int(twelve[i]) * weights[i] for i in range(12)) % 11
    return "X" if rest == 10 else str(rest)


def credit_check(seventeen: str) -> str:
    """GB 32100-2015: weights are powers of three modulo 31."""
    total = sum(ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(seventeen))
    return ALPHABET[(31 - total % 31) % 31]


def organisation_check(eight: str) -> str:
    """GB 11714."""
    rest = (
        11
        - sum(ORGANISATION.index(c) * w for c, w in zip(eight, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
    )
    return {10: "X", 11: "0"}.get(rest, str(rest))


def test_check_functions_agree_with_known_numbers() -> None:
    assert application_check("201711410931") == "9"
    assert application_check("202310901127") == "X"
    assert credit_check("91371002706087777") == "P"
    assert organisation_check("70608777") == "7"


def test_as_many_records_as_the_design_shows(district: District) -> None:
    assert len(district.enterprises) == 412
    assert len(district.patents) == 3906
    assert len(district.offers) == 1207
    assert len(district.projects) == 14
    assert len(district.reviews) == 214
    assert sum(offer.announced for offer in district.offers) == 31
    assert len(district.institutions) == 2
    assert sum(e.owner_type == "国有企业" for e in district.enterprises) == 4
    assert sum(e.iso_level is not None for e in district.enterprises) == 4


def test_ladder_counts_of_the_candidates_page(district: District) -> None:
    order = [
        "区级知识产权优势培育企业",
        "省级知识产权优势企业",
        "省级知识产权示范企业",
        "国家知识产权优势企业",
        "国家知识产权示范企业",
    ]
    highest: dict[str, int] = {}
    for item in district.recognitions:
        if item.title in order:
            name = item.enterprise.name
            highest[name] = max(highest.get(name, 0), order.index(item.title))
    assert Counter(highest.values()) == {0: 86, 1: 23, 2: 9, 3: 5, 4: 1}


def test_application_numbers_are_unique_and_right(district: District) -> None:
    numbers = [patent.number for patent in district.patents]
    assert len(set(numbers)) == len(numbers)
    for patent in district.patents:
        assert re.fullmatch(r"\d{4}[1238]99\d{5}\.[\dX]", patent.number)
        assert patent.number[-1] == application_check(patent.number[:12])
        assert patent.number[:4] == str(patent.filed.year)
        assert patent.number[4] == patent.kind


def test_documents_fit_their_kind(district: District) -> None:
    pattern = {"1": r"CN199\d{6}", "8": r"CN199\d{6}", "2": r"CN299\d{6}", "3": r"CN399\d{6}"}
    letter = {"1": "B", "8": "B", "2": "U", "3": "S"}
    numbers = [p.grant for p in district.patents if p.grant]
    assert len(set(numbers)) == len(numbers)
    for patent in district.patents:
        assert patent.grant or patent.publication
        if patent.grant:
            assert re.fullmatch(pattern[patent.kind] + letter[patent.kind], patent.grant)
        if patent.publication:
            assert re.fullmatch(pattern["1"] + "A", patent.publication)
        assert bool(patent.locarno) == (patent.kind == "3")
        assert bool(patent.ipc) == (patent.kind != "3")


def test_dates_follow_each_other_up_to_the_day(district: District) -> None:
    for patent in district.patents:
        days = [day for day in (patent.filed, patent.published, patent.granted) if day]
        assert days == sorted(days)
        assert days[-1] <= TODAY
        if patent.standing.value == "expired":
            assert patent.term_end <= TODAY
        if patent.standing.value in {"in_force", "grace"}:
            assert patent.term_end > TODAY


def test_credit_codes_are_unique_and_right(district: District) -> None:
    holders: list[Enterprise] = [*district.enterprises]
    codes = [holder.code for holder in (*holders, *district.institutions)]
    assert len(set(codes)) == len(codes)
    for code in codes:
        assert len(code) == 18
        assert code[2:8] == "371002"
        assert code[8:].startswith(("MAX", "99"))
        assert code[16] == organisation_check(code[8:16])
        assert code[17] == credit_check(code[:17])


def test_every_cluster_has_patterns_enough() -> None:
    assert len(clusters()) == 10
    for words in clusters().values():
        assert sum(len(patterns) for patterns in words["titles"].values()) >= 12
        assert sum(len(patterns) for patterns in words["abstracts"].values()) >= 10


def test_texts_are_complete_and_varied(district: District) -> None:
    for patent in district.patents:
        assert not re.search(r"[{}]|None|，，|。。", patent.title + patent.abstract + patent.claim)
        assert 20 < len(patent.abstract) < 500
    titles = [patent.title for patent in district.patents if patent.kind != "3"]
    assert len(set(titles)) >= 0.97 * len(titles)


def test_patents_of_the_design_pages(district: District) -> None:
    by_number = {patent.number: patent for patent in district.patents}
    rod = by_number["202119903127.1"]
    assert rod.title == "一种碳纤维渔竿分段缠绕成型装置及其成型方法"
    assert rod.grant == "CN199031270B"
    assert (rod.filed, rod.granted) == (date(2021, 3, 15), date(2022, 8, 12))
    assert rod.ipc == ("A01K87/00", "B29C70/32")
    assert by_number["202119908834.X"].owners[0].name == "威海望屿海工装备有限公司"
    offers = {offer.patent.number: offer for offer in district.offers}
    assert offers["202119903127.1"].fee.amount == 30000
    assert offers["202019901846.5"].fee.entry == 10000
    assert offers["202019901846.5"].fee.rate == 2
    assert offers["202229907715.2"].fee.mode == "free"
    assert offers["202129910263.9"].fee.parts == 3
    assert offers["201919904492.7"].state == "已撤回"
    assert "202119905580.6" not in offers


def test_all_fee_modes_and_many_standings_occur(district: District) -> None:
    assert {o.fee.mode for o in district.offers} == {"free", "lump", "instalment", "sales", "profit", "entry"}
    assert len({patent.standing for patent in district.patents}) == 12
    assert {item.licence_kind for item in district.licences} == {"普通许可", "独占许可", "排他许可"}


def test_no_exclusive_licence_under_an_offer(district: District) -> None:
    offered = {offer.patent.number for offer in district.offers}
    assert all(item.licence_kind == "普通许可" for item in district.licences if item.patent.number in offered)


def test_titles_of_a_demonstration_years_later_stand_as_they_do_on_the_default_day() -> None:
    day = date(2028, 3, 1)
    shown = build_district(titles=day)
    national = [item for item in shown.recognitions if item.level == "国家" and "知识产权" in item.title]
    assert len(national) == 7
    assert any(item.start <= day <= item.end for item in national)
    assert max(item.start for item in shown.recognitions) <= day
    assert [item.start for item in build_district().recognitions] == [
        date(item.start.year - 3, item.start.month, item.start.day) for item in shown.recognitions
    ]


def test_another_day_gives_another_state_but_an_earlier_one_is_refused() -> None:
    later = build_district(date(2025, 3, 3))
    assert len(later.patents) == 3906
    assert max(p.granted for p in later.patents if p.granted) > TODAY
    with pytest.raises(ValueError, match="2024-06-27"):
        build_district(date(2024, 6, 26))
