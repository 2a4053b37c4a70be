"""What becomes of a proposed correction (更正申请的处理): who may do what, and what an answer needs."""

from enum import StrEnum

from registry.site.texts import marked


class State(StrEnum):
    """Where a proposal stands (状态)."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


DECISIONS = (State.ACCEPTED, State.DECLINED)
LONGEST_TEXT = 2000
NO_DECISION = marked("请选择采纳或者不采纳")
NEEDS_A_WORD = marked("不采纳要写明理由")
NEEDS_A_REASON = marked("请写明依据，例如营业执照变更日期、证书编号")
TOO_LONG = marked("最长 %(longest)s 个字")


def refusal_of_answer(target: str, answer: str) -> str | None:
    """Why a decision cannot be taken as it is; None where it can. Declining needs a word to who proposed."""
    if target not in DECISIONS:
        return NO_DECISION
    if target == State.DECLINED and not answer.strip():
        return NEEDS_A_WORD
    return None


def refusal_of_proposal(proposed: str, reason: str) -> str | None:
    """Why a proposal cannot be taken as it is, apart from its value."""
    if not reason.strip():
        return NEEDS_A_REASON
    if max(len(proposed), len(reason)) > LONGEST_TEXT:
        return TOO_LONG
    return None
