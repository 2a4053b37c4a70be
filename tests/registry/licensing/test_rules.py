"""Every article on both sides of its boundary."""

from datetime import date
from typing import Any

import pytest

from registry.licensing import rules
from registry.licensing.rules import Outcome, Situation, checks

TODAY = date(2024, 6, 27)
PATENT = {
    "legal_status": "in_force",
    "legal_status_date": date(2024, 5, 1),
    "patent_type": "invention",
    "lapse_date": None,
    "filing_date": date(2021, 3, 15),
}
OFFER = {
    "fee_mode": "lump_sum",
    "fee_amount": 30000,
    "fee_rate": None,
    "fee_entry_amount": None,
    "fee_text": "一次总付 3 万元",
    "conditions": None,
}


def situation(patent: dict[str, Any] | None = None, **told: Any) -> Situation:
    return Situation({**PATENT, **(patent or {})}, TODAY, **{"ends_on": date(2041, 3, 15), **told})


def licence(kind: str | None, ended_on: date | None = None) -> dict[str, Any]:
    return {"licence_kind": kind, "ended_on": ended_on}


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        ("in_force", "met"),
        ("licensed", "met"),
        ("open_licence", "met"),
        ("pledged", "met"),
        ("fee_grace", "met"),
        ("partly_invalid", "unknown"),
        ("unknown", "unknown"),
        (None, "unknown"),
        ("published", "missing"),
        ("examination", "missing"),
        ("grant_pending", "missing"),
        ("restorable", "missing"),
        ("lapsed_fee", "missing"),
        ("invalidated", "missing"),
    ],
)
def test_the_grant_is_announced_and_the_right_lasts(status: str | None, outcome: str) -> None:
    assert rules.in_force(situation({"legal_status": status})).outcome == outcome


@pytest.mark.parametrize(
    ("ends_on", "lapse_date", "outcome"),
    [
        (date(2024, 6, 27), None, "met"),
        (date(2024, 6, 26), None, "missing"),
        (None, None, "met"),
        (date(2041, 3, 15), date(2024, 6, 28), "met"),
        (date(2041, 3, 15), date(2024, 6, 27), "missing"),
    ],
)
def test_a_right_ends_with_its_term_and_with_its_lapse(
    ends_on: date | None, lapse_date: date | None, outcome: str
) -> None:
    assert rules.in_force(situation({"lapse_date": lapse_date}, ends_on=ends_on)).outcome == outcome


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        ("in_force", "met"),
        ("fee_grace", "missing"),
        ("lapsed_fee", "missing"),
        ("restorable", "missing"),
        ("pledged", "unknown"),
        (None, "unknown"),
    ],
)
def test_annual_fees(status: str | None, outcome: str) -> None:
    assert rules.annual_fees(situation({"legal_status": status})).outcome == outcome


@pytest.mark.parametrize(
    ("filed", "due"),
    [
        (date(2021, 3, 15), date(2025, 3, 15)),
        (date(2021, 6, 27), date(2025, 6, 27)),
        (date(2021, 6, 28), date(2024, 6, 28)),
        (date(2020, 2, 29), date(2025, 2, 28)),
    ],
)
def test_the_next_fee_is_due_before_the_patent_year_ends(filed: date, due: date) -> None:
    note = rules.annual_fees(situation({"filing_date": filed})).note
    assert note is not None
    assert note.values == {"day": due}


@pytest.mark.parametrize(
    ("licences", "status", "known_to", "outcome"),
    [
        ([licence("exclusive")], "in_force", None, "missing"),
        ([licence("sole")], "in_force", None, "missing"),
        ([licence("exclusive", date(2024, 6, 27))], "in_force", date(2024, 4, 30), "met"),
        ([licence("exclusive", date(2024, 6, 28))], "in_force", date(2024, 4, 30), "missing"),
        ([licence("ordinary")], "in_force", date(2024, 4, 30), "met"),
        ([licence("open")], "licensed", date(2024, 4, 30), "met"),
        ([licence(None)], "in_force", date(2024, 4, 30), "unknown"),
        ([], "licensed", date(2024, 4, 30), "unknown"),
        ([], "in_force", date(2024, 4, 30), "met"),
        ([], "in_force", None, "unknown"),
    ],
)
def test_no_exclusive_or_sole_licence(
    licences: list[dict[str, Any]], status: str, known_to: date | None, outcome: str
) -> None:
    told = situation({"legal_status": status}, licences=licences, known_to={"licence": known_to})
    assert rules.no_exclusive_licence(told).outcome == outcome


def event(code: str, day: date) -> dict[str, Any]:
    return {"event_code": code, "event_date": day}


@pytest.mark.parametrize(
    ("events", "status", "outcome"),
    [
        ([], "in_force", "met"),
        ([], "preserved", "missing"),
        ([event("PP01", date(2024, 1, 1))], "in_force", "missing"),
        ([event("PP01", date(2024, 1, 1)), event("PD01", date(2024, 2, 1))], "in_force", "met"),
        ([event("PD01", date(2024, 1, 1)), event("PP01", date(2024, 2, 1))], "in_force", "missing"),
        ([], None, "unknown"),
        ([], "examination", "unknown"),
    ],
)
def test_no_suspension(events: list[dict[str, Any]], status: str | None, outcome: str) -> None:
    assert rules.not_suspended(situation({"legal_status": status}, events=events)).outcome == outcome


@pytest.mark.parametrize(
    ("released_on", "status", "known_to", "outcome"),
    [
        ([None], "in_force", date(2024, 4, 30), "missing"),
        ([date(2024, 6, 27)], "in_force", date(2024, 4, 30), "met"),
        ([date(2024, 6, 28)], "in_force", date(2024, 4, 30), "missing"),
        ([], "pledged", date(2024, 4, 30), "missing"),
        ([], "in_force", date(2024, 4, 30), "met"),
        ([], "in_force", None, "unknown"),
    ],
)
def test_a_pledge_needs_the_pledgee(
    released_on: list[date | None], status: str, known_to: date | None, outcome: str
) -> None:
    pledges = [{"released_on": day} for day in released_on]
    told = situation({"legal_status": status}, pledges=pledges, known_to={"pledge": known_to})
    assert rules.pledgee_agrees(told).outcome == outcome


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [("invention", "na"), ("utility_model", "unknown"), ("design", "unknown"), (None, "unknown")],
)
def test_only_inventions_need_no_evaluation_report(kind: str | None, outcome: str) -> None:
    assert rules.evaluated(situation({"patent_type": kind})).outcome == outcome


@pytest.mark.parametrize(
    ("terms", "outcome"),
    [
        ({"fee_mode": "free", "fee_amount": None}, "met"),
        ({"fee_mode": "lump_sum"}, "met"),
        ({"fee_mode": "lump_sum", "fee_amount": None}, "missing"),
        ({"fee_mode": "instalment", "fee_amount": None}, "missing"),
        ({"fee_mode": "royalty_net_sales"}, "missing"),
        ({"fee_mode": "royalty_net_sales", "fee_rate": 3}, "met"),
        ({"fee_mode": "royalty_profit", "fee_rate": 3}, "met"),
        ({"fee_mode": "entry_plus_royalty", "fee_rate": 3}, "missing"),
        ({"fee_mode": "entry_plus_royalty", "fee_rate": 3, "fee_entry_amount": 1}, "met"),
        ({"fee_mode": "other"}, "unknown"),
        ({"fee_mode": None}, "unknown"),
    ],
)
def test_the_fee_is_stated(terms: dict[str, Any], outcome: str) -> None:
    assert rules.fee_stated(situation(offer={**OFFER, **terms})).outcome == outcome


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ("提供技术资料", "met"),
        ("国内领先，稳赚不赔", "missing"),
        ("第一年免费，第二年起每年 1 万元", "met"),
        ("销量第一", "missing"),
        ("普通许可，即非独家许可", "met"),
        ("本单位独家配方", "missing"),
        (None, "unknown"),
    ],
)
def test_a_declaration_does_not_advertise(said: str | None, outcome: str) -> None:
    offer = {**OFFER, "fee_text": None, "conditions": said}
    assert rules.no_advertising(situation(offer=offer)).outcome == outcome


def test_a_patent_without_a_declaration_is_checked_without_its_terms() -> None:
    without, with_offer = checks(situation()), checks(situation(offer=OFFER))
    assert len(with_offer) == len(without) + 2
    assert all(check.article for check in with_offer)
    assert [check.outcome for check in with_offer if check.outcome is Outcome.MISSING] == []
