"""Which record kinds an unknown sheet fills, told by the alias table and the shapes of its columns."""

from collections.abc import Mapping, Sequence

from importers.recognition.aliases import Alias, alias_table, spellings
from importers.recognition.shapes import Shape

FAMILIES: Mapping[str, tuple[str, ...]] = {
    "patent": ("offer", "pledge", "licence", "stock_review", "event"),
    "enterprise": ("recognition",),
    "project": (),
    "agency": (),
}
"""Record kinds that stand alone, and the kinds that hang on them."""

TELLING: Mapping[str, frozenset[str]] = {
    "offer": frozenset({"fee_amount", "fee_mode", "fee_text", "licence_to", "licence_years"}),
    "pledge": frozenset({"registration_number", "pledgees", "pledgors"}),
    "licence": frozenset({"record_number", "licensees"}),
    "stock_review": frozenset({"publicly_funded", "exploitation", "willingness", "self_rating"}),
    "event": frozenset({"event_name"}),
    "recognition": frozenset({"title", "certificate_number"}),
}
"""Fields without which a child kind is not taken to be in a sheet."""

KEYS: Mapping[str, tuple[str, ...]] = {
    "patent": ("patent.application_number", "patent.publication_number", "patent.grant_number"),
    "enterprise": ("enterprise.name",),
    "project": ("project.title",),
    "agency": ("agency.name",),
}
"""Fields one of which must have a column, or no row of the sheet could be stored."""

_KEY_SHAPES = {"patent": "application_number|publication_number", "enterprise": "credit_code|organisation"}


def guess_kinds(headers: Sequence[str], shapes: Sequence[Shape]) -> tuple[str, ...]:
    """The kinds an unknown sheet fills, the primary one first; empty where no key can be found."""
    named = [{(alias.kind, alias.field) for alias in _aliases(header)} for header in headers]
    scores = {family: _score(family, named, shapes) for family in FAMILIES}
    best = max(scores, key=lambda family: scores[family])
    if scores[best] <= 0:
        return ()
    return _with_children(best, named)


def _aliases(header: str) -> list[Alias]:
    return [alias for text, _ in spellings(header) for alias in alias_table().get(text, ())]


def _score(family: str, named: Sequence[set[tuple[str, str]]], shapes: Sequence[Shape]) -> float:
    kinds = (family, *FAMILIES[family])
    keys = {tuple(key.split(".")) for key in KEYS[family]}
    by_name = any(keys & names for names in named)
    wanted = _KEY_SHAPES.get(family)
    by_shape = wanted is not None and any(shape.count and shape.share(wanted) >= 0.6 for shape in shapes)
    if not (by_name or by_shape):
        return 0
    return (
        1
        + sum(any(kind in kinds for kind, _ in names) for names in named)
        + 2 * by_shape * (family == "patent")
    )


def _with_children(family: str, named: Sequence[set[tuple[str, str]]]) -> tuple[str, ...]:
    own = sum(any(kind == family for kind, _ in names) for names in named)
    children = []
    for child in FAMILIES[family]:
        telling = [
            names
            for names in named
            if any(kind == child and field in TELLING[child] for kind, field in names)
        ]
        if telling:
            children.append((child, len(telling)))
    children.sort(key=lambda entry: -entry[1])
    names = [child for child, _ in children]
    if names and (own <= 8 or family == "enterprise"):
        return (names[0], family, *names[1:])
    return (family, *names)
