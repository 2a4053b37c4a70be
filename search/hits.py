"""Why a document was found, worked out from the document itself, so that all engines say the same."""

from collections.abc import Iterator

from search.answers import Document, Hit, Marked, Reason
from search.declaration import FieldKind, Index
from search.highlighting import highlight
from search.normalising import squash
from search.planning import Plan, Wanted
from search.texts import Texts, texts_in

Found = list[tuple[Wanted, tuple[str, ...]]]
"""What is wanted, and what of it occurs."""


def hit_of(
    document: Document, score: float, plan: Plan, index: Index, *, marked: bool, replaced: str | None = None
) -> Hit:
    """The document as a hit of the plan; `marked`: with highlights. `replaced` as for `replaced_in`, where known."""
    texts = texts_in(document, index, replaced)
    found = [(wanted, _found(wanted, texts)) for wanted in plan.wanted]
    named = _named(texts, plan)
    return Hit(
        id=str(document["id"]),
        document=document,
        highlights=dict(_highlights(texts, found, named)) if marked else {},
        reason=_reason(texts, plan, found, named),
        shared=tuple(dict.fromkeys([text for _, some in found for text in some])),
        score=score,
    )


def fits(document: Document, plan: Plan, index: Index) -> bool:
    """Whether the document has what the plan looks for: to the letter, not by the pieces of it."""
    texts = texts_in(document, index)
    if plan.anything or _named(texts, plan):
        return True
    enough = any if plan.need else all
    return enough(_occurs(wanted, texts.within(wanted.field)) for wanted in plan.wanted) and not any(
        _occurs(excluded, texts.within(excluded.field)) for excluded in plan.excluded
    )


def weight_of(wanted: Wanted, document: Document, index: Index) -> float:
    """The weight of the heaviest field that has the wanted thing; 0 where none has."""
    texts = texts_in(document, index)
    return max(
        (
            field.weight
            for place, field in enumerate(texts.fields)
            if wanted.field in (None, field.name) and _occurs(wanted, texts.form(place))
        ),
        default=0.0,
    )


def _occurs(wanted: Wanted, form: str) -> bool:
    """Whether the text itself occurs, or all its parts, or a synonym."""
    apart = bool(wanted.parts) and all(any(one in form for one in part) for part in wanted.parts)
    return apart or any(one in form for one in (wanted.text, *wanted.synonyms))


def _found(wanted: Wanted, texts: Texts) -> tuple[str, ...]:
    """What of a wanted thing occurs: the text itself, else its words, and its synonyms."""
    whole = texts.within(wanted.field)
    if wanted.text in whole:
        return (wanted.text,)
    parts = [one for part in wanted.parts for one in part if one in whole]
    return (*parts, *(one for one in wanted.synonyms if one in whole))


def _named(texts: Texts, plan: Plan) -> set[int]:
    """The places of the identifiers that begin as one of the plan's."""
    if not plan.identifiers:
        return set()
    return {
        place
        for place, field in enumerate(texts.fields)
        if field.kind is FieldKind.IDENTIFIER and squash(texts.texts[place]).startswith(plan.identifiers)
    }


def _highlights(texts: Texts, found: Found, named: set[int]) -> Iterator[tuple[str, tuple[Marked, ...]]]:
    """The first text of each field in which something was found."""
    marks: dict[int, list[str]] = {place: [] for place in named}
    for wanted, some in found:
        for one in some:
            for place in texts.having(one, wanted.field):
                marks.setdefault(place, []).append(one)
    done: set[str] = set()
    for place in sorted(marks):
        name, text = texts.fields[place].name, texts.texts[place]
        if name not in done:
            done.add(name)
            whole = place in named
            yield (
                name,
                (Marked(text, hit=True),) if whole else highlight(text, texts.form(place), marks[place]),
            )


def _reason(texts: Texts, plan: Plan, found: Found, named: set[int]) -> Reason:
    if named:
        return Reason.IDENTIFIER
    if not plan.wanted:
        return Reason.FILTER
    if plan.need:
        return Reason.SOME
    return _phrase_reason(texts, plan.phrase) or _words_reason(found)


def _phrase_reason(texts: Texts, phrase: str | None) -> Reason | None:
    if phrase is None or phrase not in texts.folded:
        return None
    headings = [texts.form(place) for place in texts.having(phrase) if texts.fields[place].heading]
    if phrase in headings:
        return Reason.NAME
    return Reason.HEADING if headings else Reason.PHRASE


def _words_reason(found: Found) -> Reason:
    """SYNONYM where a wanted thing is there only by one."""
    literal = all(
        wanted.text in some or (wanted.parts and all(part[0] in some for part in wanted.parts))
        for wanted, some in found
    )
    return Reason.WORDS if literal else Reason.SYNONYM
