"""Reading what a form or a JSON body says: days and whole numbers, or what is wrong with them."""

from collections.abc import Mapping
from datetime import date

from registry.candidates.rounds import RoundForm
from registry.candidates.rules import Move, State

LARGEST = 2**31 - 1
Form = Mapping[str, str]


def clean(text: str) -> str:
    """A text without NUL, which the database does not take."""
    return text.replace("\0", "")


def whole(text: str | None) -> int | None:
    """A whole number of at most 31 bits; None where there is none."""
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdecimal() and int(text) <= LARGEST else None


def day(text: str | None) -> date | None:
    """A day as 2024-05-17; None where there is none."""
    try:
        return date.fromisoformat((text or "").strip())
    except ValueError:
        return None


def move_of(form: Form) -> Move | None:
    """The move a form asks for; None where it names no state."""
    target = State.named(form.get("target"))
    if target is None:
        return None
    return Move(
        target,
        day(form.get("on_day")),
        form.get("note", ""),
        form.get("document_number", ""),
        day(form.get("valid_to")),
        whole(form.get("review_year")),
    )


def round_of(form: Form) -> RoundForm:
    """What a round is made from; a quota that is no number counts as 0, which is refused."""
    quota = form.get("quota", "").strip()
    return RoundForm(
        form.get("tier", ""),
        form.get("name", ""),
        form.get("title", ""),
        (whole(quota) or 0) if quota else None,
        day(form.get("deadline")),
        form.get("note", ""),
    )
