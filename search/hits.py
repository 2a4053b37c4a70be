"""Why a document was found, worked out from the document itself, so that all engines say the same."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from search.answers import Document, Hit, Marked, Reason
from search.declaration import Field, FieldKind, Index
from search.documents import texts_of
from search.highlighting import highlight
from search.normalising import normalise, replaced_in, squash
from search.planning import Plan, Wanted

SEPARATOR = "\0"
"""Stands between the texts of a document that are normalised together: it stays what it is, and hardly a text has it."""


class _Text(NamedTuple):
    """One text of a document, as it is and in the form in which texts are compared."""

    field: Field
    text: str
    folded: str


class _Texts(NamedTuple):
    """The searched texts of a document, and their forms in one."""

    each: list[_Text]
    folded: str

    def within(self, field: str | None) -> str:
        """The forms of the texts of a field, or of all."""
        if field is None:
            return self.folded
        return SEPARATOR.join([one.folded for one in self.each if one.field.name == field])


def hit_of(
    document: Document, score: float, plan: Plan, index: Index, *, marked: bool, replaced: str | None = None
) -> Hit:
    """The document as a hit of the plan; `marked`: with highlights. `replaced` as for `replaced_in`, where known."""
    texts = _texts(document, index, replaced)
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
    if plan.anything or _identified(texts, plan):
        return True
    enough = any if plan.need else all
    return enough(_occurs(wanted, texts) for wanted in plan.wanted) and not any(
        _occurs(excluded, texts) for excluded in plan.excluded
    )


def weight_of(wanted: Wanted, document: Document, index: Index) -> float:
    """The weight of the heaviest field that has the wanted thing; 0 where none has."""
    texts = _texts(document, index).each
    return max((one.field.weight for one in texts if _occurs(wanted, _Texts([one], one.folded))), default=0.0)


def _occurs(wanted: Wanted, texts: _Texts) -> bool:
    """Whether the text itself occurs, or all its parts, or a synonym."""
    whole = texts.within(wanted.field)
    apart = bool(wanted.parts) and all(any(one in whole for one in part) for part in wanted.parts)
    return apart or any(one in whole for one in (wanted.text, *wanted.synonyms))


def _texts(document: Document, index: Index, replaced: str | None = None) -> _Texts:
    found: list[tuple[Field, str]] = []
    for field in index.searched:
        if value := document.get(field.name):
            found += [(field, text) for text in texts_of(value)]
    joined = SEPARATOR.join([text for _, text in found])
    folded = normalise(joined) if replaced is None else replaced_in(joined, replaced)
    forms = folded.split(SEPARATOR)
    if len(forms) != len(found):
        forms = [normalise(text) for _, text in found]
    return _Texts([_Text(*one, form) for one, form in zip(found, forms, strict=True)], folded)


Found = list[tuple[Wanted, tuple[str, ...]]]


def _found(wanted: Wanted, texts: _Texts) -> tuple[str, ...]:
    """What of a wanted thing occurs: the text itself, else its words, and its synonyms."""
    whole = texts.within(wanted.field)
    if wanted.text in whole:
        return (wanted.text,)
    parts = [one for part in wanted.parts for one in part if one in whole]
    return (*parts, *(one for one in wanted.synonyms if one in whole))


def _highlights(texts: _Texts, plan: Plan, found: Found) -> Iterator[tuple[str, tuple[Marked, ...]]]:
    """The first text of each field in which something was found."""
    done: set[str] = set()
    anywhere = [text for wanted, some in found if wanted.field is None for text in some]
    bound = [(wanted.field, text) for wanted, some in found if wanted.field is not None for text in some]
    for one in texts.each:
        name = one.field.name
        if name not in done:
            wanted = [*anywhere, *(text for field, text in bound if field == name)] if bound else anywhere
            named = plan.identifiers and _named(one, plan)
            pieces = named or highlight(one.text, one.folded, wanted)
            if pieces:
                done.add(name)
                yield name, pieces


def _named(one: _Text, plan: Plan) -> tuple[Marked, ...]:
    if one.field.kind is FieldKind.IDENTIFIER and _begins(one, plan.identifiers):
        return (Marked(one.text, hit=True),)
    return ()


def _begins(one: _Text, beginnings: Iterable[str]) -> bool:
    spelt = squash(one.text)
    return any(spelt.startswith(beginning) for beginning in beginnings)


def _identified(texts: _Texts, plan: Plan) -> bool:
    return bool(plan.identifiers) and any(_named(one, plan) for one in texts.each)


def _reason(texts: _Texts, plan: Plan, found: Found) -> Reason:
    if _identified(texts, plan):
        return Reason.IDENTIFIER
    if not plan.wanted:
        return Reason.FILTER
    if plan.need:
        return Reason.SOME
    return _phrase_reason(texts, plan.phrase) or _words_reason(found)


def _phrase_reason(texts: _Texts, phrase: str | None) -> Reason | None:
    if phrase is None or phrase not in texts.folded:
        return None
    headings = [one.folded for one in texts.each if one.field.heading and phrase in one.folded]
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
