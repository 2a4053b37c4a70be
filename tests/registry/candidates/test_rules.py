"""Every move of a candidate: from which state, by whom, and what it needs."""

from datetime import date, timedelta

import pytest

from registry.accounts.permissions import Role
from registry.candidates.rules import (
    TRANSITIONS,
    Move,
    Places,
    Round,
    Standing,
    State,
    faults,
    may_undo,
    moves_from,
    note_faults,
    places,
    transition,
)
from tests.registry.candidates.office import DAY, OFFICER, REVIEWER, TOWNSHIP_OFFICER, person

S = State
PEOPLE = {
    "officer": OFFICER,
    "reviewer": REVIEWER,
    "township": TOWNSHIP_OFFICER,
    "auditor": person(Role.AUDITOR),
}
ALLOWED = {
    (S.SPOTTED, S.CONTACTED): {"officer", "township"},
    (S.CONTACTED, S.PREPARING): {"officer", "township"},
    (S.PREPARING, S.APPLIED): {"officer"},
    (S.APPLIED, S.RECOGNISED): {"reviewer"},
    (S.SPOTTED, S.DECLINED): {"reviewer"},
    (S.CONTACTED, S.DECLINED): {"reviewer"},
    (S.PREPARING, S.DECLINED): {"reviewer"},
    (S.APPLIED, S.DECLINED): {"reviewer"},
    (S.SPOTTED, S.WITHDRAWN): {"officer", "township"},
    (S.CONTACTED, S.WITHDRAWN): {"officer", "township"},
    (S.PREPARING, S.WITHDRAWN): {"officer", "township"},
    (S.APPLIED, S.WITHDRAWN): {"officer"},
}
"""Who may make which move; what is not here, nobody may."""
OPEN = Round(deadline=DAY, quota=3)


def standing(state: State, *, by: str = "somebody", round_: Round = OPEN) -> Standing:
    return Standing(state, by, DAY - timedelta(days=5), round_)


def whole(target: State, **changes: object) -> Move:
    """A move with all that any may need."""
    given = {"on_day": DAY, "note": "电话联系", "document_number": "国知办〔2026〕1号", **changes}
    return Move(target, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize("source", State)
@pytest.mark.parametrize("target", State)
@pytest.mark.parametrize("who", PEOPLE)
def test_a_move_is_made_by_whom_the_table_names_and_by_nobody_else(
    source: State, target: State, who: str
) -> None:
    found = faults(whole(target), standing(source), PEOPLE[who], DAY)
    assert (not found) == (who in ALLOWED.get((source, target), set()))
    assert found.keys() <= {"target"}


def test_recognised_declined_and_withdrawn_lead_nowhere() -> None:
    assert [state for state in State if not moves_from(state)] == [S.RECOGNISED, S.DECLINED, S.WITHDRAWN]


@pytest.mark.parametrize("move", TRANSITIONS, ids=lambda move: f"{move.source}-{move.target}")
def test_a_move_needs_what_it_says(move: object) -> None:
    assert move in TRANSITIONS
    for who in PEOPLE.values():
        if faults(whole(move.target), standing(move.source), who, DAY):  # type: ignore[attr-defined]
            continue
        bare = Move(move.target, DAY)  # type: ignore[attr-defined]
        missing = faults(bare, standing(move.source), who, DAY).keys()  # type: ignore[attr-defined]
        expected = {"note"} if move.note else {"document_number"} if move.document else set()  # type: ignore[attr-defined]
        assert missing == expected


@pytest.mark.parametrize(
    ("day", "fault"),
    [(DAY, False), (DAY - timedelta(days=5), False), (DAY - timedelta(days=6), True),
     (DAY + timedelta(days=1), True), (None, True)],
)  # fmt: skip
def test_a_day_lies_between_the_step_before_and_today(day: date | None, fault: bool) -> None:
    found = faults(Move(S.CONTACTED, day), standing(S.SPOTTED), OFFICER, DAY)
    assert ("on_day" in found) == fault
    assert ("on_day" in note_faults(day, "记", DAY - timedelta(days=5), DAY)) == fault


def test_who_proposed_does_not_decide_even_as_a_reviewer() -> None:
    both = person(Role.OFFICER, Role.REVIEWER, login="both")
    for target in (S.RECOGNISED, S.DECLINED):
        own = faults(whole(target), standing(S.APPLIED, by="both"), both, DAY)
        assert "另一位审核人员" in own["target"].message
        assert not faults(whole(target), standing(S.APPLIED), both, DAY)


@pytest.mark.parametrize(
    ("round_", "today", "refused"),
    [
        (OPEN, DAY, False),
        (OPEN, DAY + timedelta(days=1), True),
        (Round(DAY, closed_on=DAY), DAY, True),
    ],
)
def test_a_round_that_is_over_takes_no_applications_but_decisions_and_withdrawals(
    round_: Round, today: date, refused: bool
) -> None:
    applying = faults(whole(S.APPLIED), standing(S.PREPARING, round_=round_), OFFICER, today)
    assert bool(applying) == refused
    assert not faults(whole(S.RECOGNISED), standing(S.APPLIED, round_=round_), REVIEWER, today)
    assert not faults(whole(S.WITHDRAWN), standing(S.APPLIED, round_=round_), OFFICER, today)


def test_a_recognition_ends_after_it_begins_and_is_reviewed_after_it() -> None:
    def wrong(**changes: object) -> set[str]:
        return set(faults(whole(S.RECOGNISED, **changes), standing(S.APPLIED), REVIEWER, DAY))

    assert wrong(valid_to=DAY) == {"valid_to"}
    assert wrong(valid_to=DAY + timedelta(days=1)) == set()
    assert wrong(review_year=DAY.year - 1) == {"review_year"}
    assert wrong(review_year=DAY.year) == set()
    assert wrong(review_year=DAY.year + 21) == {"review_year"}
    assert wrong(document_number="字" * 101) == {"document_number"}
    assert wrong(note="字" * 1001) == {"note"}


@pytest.mark.parametrize(
    ("source", "target", "actor", "allowed"),
    [
        (None, S.SPOTTED, "township_officer", {"officer", "township"}),
        (S.SPOTTED, S.CONTACTED, "officer", {"officer"}),
        (S.SPOTTED, S.SPOTTED, "reviewer", {"officer", "reviewer"}),
        (S.APPLIED, S.RECOGNISED, "reviewer", {"reviewer"}),
        (S.APPLIED, S.DECLINED, "officer", {"reviewer"}),
        (S.APPLIED, S.WITHDRAWN, "officer", {"officer"}),
    ],
)
def test_decisions_are_undone_by_reviewers_other_steps_by_officers_or_who_made_them(
    source: State | None, target: State, actor: str, allowed: set[str]
) -> None:
    assert {who for who, caller in PEOPLE.items() if may_undo(source, target, actor, caller)} == allowed


@pytest.mark.parametrize(
    ("taken", "quota", "expected"),
    [(3, 5, Places.FREE), (4, 5, Places.NEAR), (5, 5, Places.FULL), (6, 5, Places.OVER), (9, None, Places.FREE),
     (0, 1, Places.FREE), (1, 1, Places.FULL)],
)  # fmt: skip
def test_a_quota_is_near_from_four_fifths_on(taken: int, quota: int | None, expected: Places) -> None:
    assert places(taken, quota) is expected


def test_there_is_no_move_from_a_state_to_itself() -> None:
    assert [state for state in State if transition(state, state)] == []
