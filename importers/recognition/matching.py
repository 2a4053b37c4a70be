"""What each column of a sheet means: user, profile, alias table, and in the end the values themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from importers.recognition.aliases import find_alias, ignored_headers, meant_header
from importers.recognition.headers import normalise_header, unit_of
from importers.recognition.own import parent_field
from importers.recognition.profile import ColumnRule, Profile
from importers.recognition.shapes import EXPECTED, TELLING, Shape


@dataclass(frozen=True, slots=True)
class ColumnMatch:
    """One column: its header verbatim, the field it fills ("kind.field" or None), how sure, and why.

    `basis` is user, profile, alias, shape or none; `was` is the field its header names where the values
    overruled it.
    """

    header: str
    index: int
    field: str | None
    confidence: float
    basis: str
    rule: ColumnRule
    was: str | None = None


NOTHING = ColumnRule(None)
_APPLICANT_OR_OWNER = frozenset({"申请(专利权)人", "申请/专利权人", "申请人/专利权人", "申请(权利)人"})
"""Headers of CNIPA data that name the applicant before the grant and the owner after it."""


def match_columns(
    headers: Sequence[str],
    shapes: Sequence[Shape],
    profile: Profile | None,
    kinds: tuple[str, ...],
    mapping: Mapping[str, str | None],
) -> list[ColumnMatch]:
    """One match a column, in the order of the sheet."""
    matches = [_by_header(header, index, profile, kinds, mapping) for index, header in enumerate(headers)]
    matches = _once_by_alias(matches)
    if profile is None or profile.outputs != "own":
        matches = _by_values(matches, shapes, kinds)
    return [_weigh(match, shapes[match.index]) for match in matches]


def _by_header(
    header: str,
    index: int,
    profile: Profile | None,
    kinds: tuple[str, ...],
    mapping: Mapping[str, str | None],
) -> ColumnMatch:
    plain = normalise_header(header)
    unit = unit_of(header)
    if header in mapping:
        chosen = mapping[header]
        field = parent_field(chosen) if chosen else None
        return ColumnMatch(header, index, field, 1.0, "user", ColumnRule(field, unit=unit))
    rule = profile.columns.get(meant_header(header, profile.columns)) if profile else None
    if rule is not None:
        return ColumnMatch(header, index, rule.field, 0.98, "profile", replace(rule, unit=rule.unit or unit))
    found = find_alias(header, kinds) if plain else None
    if found is not None:
        field = parent_field(found[0].target)
        also = ("patent.owners",) if plain in _APPLICANT_OR_OWNER and field == "patent.applicants" else ()
        return ColumnMatch(header, index, field, found[1], "alias", ColumnRule(field, unit=unit, also=also))
    if plain in ignored_headers():
        return ColumnMatch(
            header, index, None, 0.9, "alias", ColumnRule(None, ignore=ignored_headers()[plain])
        )
    return ColumnMatch(header, index, None, 0.0, "none", NOTHING)


def _once_by_alias(matches: list[ColumnMatch]) -> list[ColumnMatch]:
    """An alias that was only half matched gives way to a column that already fills the field."""
    sure = {match.field for match in matches if match.confidence >= 0.8}
    weak = [match.basis == "alias" and match.confidence < 0.8 and match.field in sure for match in matches]
    return [
        replace(match, field=None, basis="none", confidence=0.0, rule=NOTHING) if gives_way else match
        for match, gives_way in zip(matches, weak, strict=True)
    ]


def _by_values(
    matches: list[ColumnMatch], shapes: Sequence[Shape], kinds: tuple[str, ...]
) -> list[ColumnMatch]:
    """Columns whose values contradict their header go where the values belong; the unknown by shape."""
    checked = [_overruled(match, shapes[match.index], kinds) for match in matches]
    checked = [_given_way(match, checked, shapes) for match in checked]
    taken = {match.field for match in checked}
    result = []
    for match in checked:
        unknown = match.field is None and match.basis == "none"
        found = _found_by_shape(match, shapes[match.index], kinds, taken) if unknown else match
        taken.add(found.field)
        result.append(found)
    return result


def _overruled(match: ColumnMatch, shape: Shape, kinds: tuple[str, ...]) -> ColumnMatch:
    expected = EXPECTED.get(match.field or "")
    if expected is None or match.basis == "user" or shape.count < 3 or shape.share(expected) >= 0.25:
        return match
    name, share = shape.best(tuple(name for name in TELLING if name not in expected.split("|")))
    if share < 0.6 or (name == "text" and match.field == "patent.address"):
        return match
    field = _field_for(name, kinds)
    basis = "shape" if field else "none"
    rule = ColumnRule(field)
    return replace(
        match, field=field, basis=basis, confidence=share if field else 0.0, rule=rule, was=match.field
    )


def _given_way(match: ColumnMatch, matches: list[ColumnMatch], shapes: Sequence[Shape]) -> ColumnMatch:
    """Of two columns for one field, one whose values never look like it, where the other's do, is not it."""
    expected = EXPECTED.get(match.field or "")
    if expected is None or match.basis == "user" or shapes[match.index].count == 0:
        return match
    rivals = [other for other in matches if other.field == match.field and other.index != match.index]
    sure = any(shapes[other.index].share(expected) >= 0.5 for other in rivals)
    if not sure or shapes[match.index].share(expected) > 0.02:
        return match
    return replace(match, field=None, basis="none", confidence=0.0, rule=NOTHING, was=match.field)


_FIELDS = {
    "patent": {
        "application_number": "patent.application_number",
        "publication_number": "patent.publication_number",
        "credit_code": "patent.owner_code",
        "ipc": "patent.ipc",
        "locarno": "patent.locarno",
        "patent_type": "patent.patent_type",
        "address": "patent.address",
        "person": "patent.inventors",
        "organisation": "patent.owners",
        "text": "patent.abstract",
    },
    "enterprise": {
        "credit_code": "enterprise.credit_code",
        "registration_number": "enterprise.registration_number",
        "address": "enterprise.address",
        "organisation": "enterprise.name",
    },
}


def _field_for(shape: str, kinds: tuple[str, ...]) -> str | None:
    return next((_FIELDS[kind][shape] for kind in kinds if shape in _FIELDS.get(kind, {})), None)


_FINDABLE = (
    "application_number",
    "publication_number",
    "credit_code",
    "ipc",
    "locarno",
    "patent_type",
    "organisation",
)


def _found_by_shape(
    match: ColumnMatch, shape: Shape, kinds: tuple[str, ...], taken: set[str | None]
) -> ColumnMatch:
    """A column without a known header, where nearly all values have a shape that only one field has."""
    if shape.count < 3:
        return match
    name, share = shape.best(_FINDABLE)
    field = _field_for(name, kinds)
    if share < 0.8 or field is None or field in taken:
        return match
    return replace(match, field=field, basis="shape", confidence=share * 0.7, rule=ColumnRule(field))


def _weigh(match: ColumnMatch, shape: Shape) -> ColumnMatch:
    """The confidence in the light of the values: where their shape is known, it counts for a third."""
    expected = EXPECTED.get(match.field or "")
    if expected is None or match.basis in {"user", "shape", "none"} or shape.count == 0:
        return replace(match, confidence=round(match.confidence, 2))
    return replace(match, confidence=round(match.confidence * (2 + shape.share(expected)) / 3, 2))
