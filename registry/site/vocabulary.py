"""The words of fields and of closed vocabularies, as the catalogue of records gives them."""

from functools import cache
from typing import Any, get_args

from schemas import catalogue
from schemas.vocabulary import Term


@cache
def terms(kind: str, name: str) -> tuple[Term, ...]:
    """The vocabulary of a field in its own order; empty where any text may stand."""
    info = catalogue.record(kind).model_fields.get(name)
    return tuple(_vocabulary(info.annotation) or ()) if info else ()


def _vocabulary(annotation: Any) -> type[Term] | None:
    """The vocabulary inside an annotation such as `Annotated[PatentType, …] | None`."""
    if isinstance(annotation, type) and issubclass(annotation, Term):
        return annotation
    return next((found for part in get_args(annotation) if (found := _vocabulary(part))), None)


@cache
def labels(kind: str, name: str) -> dict[str, str]:
    """Token to Chinese label, for every word of a field's vocabulary."""
    return {term.value: term.label for term in terms(kind, name)}


def label(kind: str, name: str, token: str) -> str | None:
    """The Chinese label of a token; None where the field has no such word."""
    return labels(kind, name).get(token)


def field_title(kind: str, name: str) -> str:
    """The Chinese name of a field, the field's own name where the catalogue knows none."""
    spec = catalogue.fields(kind).get(name)
    return spec.title if spec else name


def spoken() -> set[str]:
    """Every field title and vocabulary label that pages may show, hence has to be translated."""
    words: set[str] = set()
    for kind in catalogue.records():
        for name, spec in catalogue.fields(kind).items():
            words.add(spec.title)
            words.update(labels(kind, name).values())
    return words
