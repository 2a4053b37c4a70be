"""Why a document was found, worked out from the document itself, so that all engines say the same."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from search.answers import Document, Hit, Marked, Reason
from search.declaration import Field, FieldKind, Index
from search.documents import texts_of
from search.highlighting import highlight
from search.normalising import normalise, squash
from search.planning import Plan, Wanted


@dataclass(frozen=True, slots=True)
class _Text:
    """One text of a document, as it is and in the form in which texts are compared."""

    field: Field
    text: str
    folded: str


def hit_of(document: Document, score: float, plan: Plan, index: Index, *, marked: bool) -> Hit:
    """The document as a hit of the plan; `marked`: with highlights."""
    texts = _texts(document, index)
    found = [(wanted, _found(wanted, texts)) for wanted in plan.wanted]
    return Hit(
        id=str(document["id"]),
        document=document,
        highlights=dict(_highlights(texts, plan, found)) if marked else {},
        reason=_reason(texts, plan, found),
        shared=tuple(dict.fromkeys(text for _, texts in found for text in texts)),
        score=score,
    )


def fits(document: Document, plan: Plan, index: Index) -> bool:
    """Whether the document has what the plan looks for: to the letter, not by the pieces of it."""
    texts = _texts(document, index)
    if plan.anything or any(_named(one, plan) for one in texts):
        return True
    enough = any if plan.need else all
    return enough(_occurs(wanted, texts) for wanted in plan.wanted) and not any(
        _occurs(excluded, texts) for excluded in plan.excluded
    )


def weight_of(wanted: Wanted, document: Document, index: Index) -> float:
    """The weight of the heaviest field that has the wanted thing; 0 where none has."""
    texts = _texts(document, index)
    return max((one.field.weight for one in texts if _occurs(wanted, [one])), default=0.0)


def _occurs(wanted: Wanted, texts: list[_Text]) -> bool:
    """Whether the text itself occurs, or all its parts, or a synonym."""
    whole = "\n".join(one.folded for one in texts if wanted.field in (None, one.field.name))
    apart = bool(wanted.parts) and all(any(one in whole for one in part) for part in wanted.parts)
    return apart or any(one in whole for one in (wanted.text, *wanted.synonyms))


def _texts(document: Document, index: Index) -> list[_Text]:
    return [
        _Text(field, text, normalise(text))
        for field in index.searched
        for text in texts_of(document.get(field.name))
    ]


Found = list[tuple[Wanted, tuple[str, ...]]]


def _found(wanted: Wanted, texts: list[_Text]) -> tuple[str, ...]:
    """What of a wanted thing occurs: the text itself, else its words, and its synonyms."""
    folded = [one.folded for one in texts if wanted.field in (None, one.field.name)]
    whole = "\n".join(folded)
    if wanted.text in whole:
        return (wanted.text,)
    parts = [one for part in wanted.parts for one in part if one in whole]
    return (*parts, *(one for one in wanted.synonyms if one in whole))


def _highlights(texts: list[_Text], plan: Plan, found: Found) -> Iterator[tuple[str, tuple[Marked, ...]]]:
    """The first text of each field in which something was found."""
    done: set[str] = set()
    for one in texts:
        name = one.field.name
        if name not in done:
            wanted = [text for want, some in found if want.field in (None, name) for text in some]
            pieces = _named(one, plan) or highlight(one.text, one.folded, wanted)
            if pieces:
                done.add(name)
                yield name, pieces


def _named(one: _Text, plan: Plan) -> tuple[Marked, ...]:
    if plan.identifiers and one.field.kind is FieldKind.IDENTIFIER and _begins(one, plan.identifiers):
        return (Marked(one.text, hit=True),)
    return ()


def _begins(one: _Text, beginnings: Iterable[str]) -> bool:
    spelt = squash(one.text)
    return any(spelt.startswith(beginning) for beginning in beginnings)


def _reason(texts: list[_Text], plan: Plan, found: Found) -> Reason:
    if any(_named(one, plan) for one in texts):
        return Reason.IDENTIFIER
    if not plan.wanted:
        return Reason.FILTER
    if plan.need:
        return Reason.SOME
    return _phrase_reason(texts, plan.phrase) or _words_reason(found)


def _phrase_reason(texts: list[_Text], phrase: str | None) -> Reason | None:
    if phrase is None:
        return None
    holding = [one for one in texts if phrase in one.folded]
    if any(one.field.heading and one.folded == phrase for one in holding):
        return Reason.NAME
    if any(one.field.heading for one in holding):
        return Reason.HEADING
    return Reason.PHRASE if holding else None


def _words_reason(found: Found) -> Reason:
    """SYNONYM where a wanted thing is there only by one."""
    literal = all(
        wanted.text in some or (wanted.parts and all(part[0] in some for part in wanted.parts))
        for wanted, some in found
    )
    return Reason.WORDS if literal else Reason.SYNONYM
