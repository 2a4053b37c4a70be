"""What may become of a candidate: its states, who moves it on, and what each move needs. Pure functions.

Townships propose and prepare, the bureau applies, and who decides is not who proposed (四眼原则).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from registry.accounts.caller import Caller
from registry.accounts.permissions import Permission
from registry.site.texts import Text, marked
from schemas.vocabulary import Term

LONGEST_NOTE = 1000
LONGEST_DOCUMENT = 100


class State(Term):
    """How far a candidate has come."""

    SPOTTED = "spotted", marked("已发现")
    CONTACTED = "contacted", marked("已联系")
    PREPARING = "preparing", marked("准备材料")
    APPLIED = "applied", marked("已申报")
    RECOGNISED = "recognised", marked("已认定")
    DECLINED = "declined", marked("未通过")
    WITHDRAWN = "withdrawn", marked("已退出")


S, P = State, Permission
RUNNING = (S.SPOTTED, S.CONTACTED, S.PREPARING, S.APPLIED)
"""States from which a candidate goes on."""
COUNTED = (S.APPLIED, S.RECOGNISED)
"""States that take up a place of a round's quota (名额)."""


@dataclass(frozen=True, slots=True)
class Transition:
    """A move that there is: who may make it and what it needs beside the day."""

    source: State
    target: State
    permission: Permission
    note: bool = False
    document: bool = False
    open_round: bool = False
    another_person: bool = False


TRANSITIONS = (
    Transition(S.SPOTTED, S.CONTACTED, P.PROPOSE_CANDIDATES),
    Transition(S.CONTACTED, S.PREPARING, P.PROPOSE_CANDIDATES),
    Transition(S.PREPARING, S.APPLIED, P.EDIT_REGISTER, open_round=True),
    Transition(S.APPLIED, S.RECOGNISED, P.DECIDE, document=True, another_person=True),
    *(Transition(state, S.DECLINED, P.DECIDE, note=True, another_person=True) for state in RUNNING),
    *(Transition(state, S.WITHDRAWN, P.PROPOSE_CANDIDATES, note=True) for state in RUNNING[:-1]),
    Transition(S.APPLIED, S.WITHDRAWN, P.EDIT_REGISTER, note=True),
)
"""Every move there is. What is not here is not possible."""


BY = {
    P.PROPOSE_CANDIDATES: marked("由经办人员办理"),
    P.EDIT_REGISTER: marked("由区局经办人员办理"),
    P.DECIDE: marked("由区局审核人员决定"),
}
"""Whose a move is, by the permission it needs."""


@dataclass(frozen=True, slots=True)
class Round:
    """What the rules need of a round."""

    deadline: date
    closed_on: date | None = None
    quota: int | None = None

    def takes(self, today: date) -> bool:
        """Whether enterprises may still be tagged and applied for in it."""
        return self.closed_on is None and today <= self.deadline


@dataclass(frozen=True, slots=True)
class Standing:
    """A candidate as it stands: `since` is the day of its last step."""

    state: State
    proposed_by: str
    since: date
    round: Round


@dataclass(frozen=True, slots=True)
class Move:
    """What a person fills in to move a candidate on. `valid_to` and `review_year` belong to a recognition."""

    target: State
    on_day: date | None
    note: str = ""
    document_number: str = ""
    valid_to: date | None = None
    review_year: int | None = None


Faults = Mapping[str, Text]
"""What is wrong, by the field of the form; `target` where it is the move itself."""


def moves_from(state: State) -> tuple[Transition, ...]:
    """The moves there are from a state."""
    return tuple(one for one in TRANSITIONS if one.source is state)


def transition(source: State, target: State) -> Transition | None:
    """The move between two states, None where there is none."""
    return next((one for one in moves_from(source) if one.target is target), None)


def refusal(move: Transition, standing: Standing, caller: Caller, today: date) -> Text | None:
    """Why this person cannot make the move now; None if nothing stands in the way."""
    if not caller.may(move.permission):
        return Text(BY[move.permission])
    if move.another_person and caller.login == standing.proposed_by:
        return Text(marked("提出候选的人不能自己作决定，请由另一位审核人员决定"))
    if move.open_round and not standing.round.takes(today):
        return closed(standing.round)
    return None


def closed(of: Round) -> Text:
    """Why a round takes nobody any more."""
    if of.closed_on:
        return Text(marked("本轮已于 %(day)s 关闭"), {"day": of.closed_on})
    return Text(marked("本轮已于 %(day)s 截止"), {"day": of.deadline})


def faults(move: Move, standing: Standing, caller: Caller, today: date) -> Faults:
    """What keeps a move from being made, by field; empty if it can be."""
    found = transition(standing.state, move.target)
    if found is None:
        return {"target": _no_such_move(standing.state, move.target)}
    if why := refusal(found, standing, caller, today):
        return {"target": why}
    return {
        **_day_faults(move.on_day, standing.since, today),
        **_text_faults(found, move),
        **_term_faults(move),
    }


def note_faults(on_day: date | None, note: str, since: date, today: date) -> Faults:
    """What is wrong with a note that leaves the state as it is."""
    told = {} if note.strip() else {"note": Text(marked("请写下记录的内容"))}
    return {**_day_faults(on_day, since, today), **told, **_long(note)}


def _no_such_move(source: State, target: State) -> Text:
    return Text(
        marked("“%(source)s”的候选不能改为“%(target)s”"),
        {"source": Text(source.label), "target": Text(target.label)},
    )


def _day_faults(on_day: date | None, since: date, today: date) -> Faults:
    if on_day is None:
        return {"on_day": Text(marked("请写明日期，如 %(day)s"), {"day": today})}
    if on_day > today:
        return {"on_day": Text(marked("日期不能晚于今天"))}
    if on_day < since:
        return {"on_day": Text(marked("日期不能早于上一步（%(day)s）"), {"day": since})}
    return {}


def _text_faults(found: Transition, move: Move) -> Faults:
    wrong: dict[str, Text] = dict(_long(move.note))
    if found.note and not move.note.strip():
        wrong["note"] = Text(marked("请写明理由"))
    if found.document and not move.document_number.strip():
        wrong["document_number"] = Text(marked("请写明认定文件的文号"))
    if len(move.document_number) > LONGEST_DOCUMENT:
        wrong["document_number"] = Text(marked("至多 %(count)s 个字"), {"count": LONGEST_DOCUMENT})
    return wrong


def _long(note: str) -> Faults:
    if len(note) <= LONGEST_NOTE:
        return {}
    return {"note": Text(marked("至多 %(count)s 个字"), {"count": LONGEST_NOTE})}


def _term_faults(move: Move) -> Faults:
    wrong: dict[str, Text] = {}
    if move.on_day and move.valid_to and move.valid_to <= move.on_day:
        wrong["valid_to"] = Text(marked("有效期应晚于认定日期"))
    if move.on_day and move.review_year and not 0 <= move.review_year - move.on_day.year <= 20:
        wrong["review_year"] = Text(marked("复核年度应在认定之后 20 年以内"))
    return wrong


def may_undo(source: State | None, target: State, actor: str, caller: Caller) -> bool:
    """Whether this person may take back a step: decisions who decides, others an officer or who made the step."""
    move = transition(source, target) if source else None
    if move and move.permission is P.DECIDE:
        return caller.may(P.DECIDE)
    own = actor == caller.login and (caller.may(P.PROPOSE_CANDIDATES) or caller.may(P.DECIDE))
    return caller.may(P.EDIT_REGISTER) or own


class Places(Term):
    """How the places taken compare with the quota."""

    FREE = "free", marked("名额充足")
    NEAR = "near", marked("名额将满")
    FULL = "full", marked("名额已满")
    OVER = "over", marked("超出名额")


def places(taken: int, quota: int | None) -> Places:
    """Near from four fifths of the quota on; free where there is none."""
    if quota is None or taken * 5 < quota * 4:
        return Places.FREE
    if taken < quota:
        return Places.NEAR
    return Places.FULL if taken == quota else Places.OVER
