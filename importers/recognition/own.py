"""Profiles of our own exports: one for each record kind, made from the catalogue, and exact both ways."""

from importers.recognition.headers import normalise_header
from importers.recognition.profile import ColumnRule, Profile, Signs
from schemas import catalogue
from schemas.records import RECORDS

PREFIX = "own_"

PARENT_FIELDS = {
    "application_number": "patent.application_number",
    "enterprise_name": "enterprise.name",
    "enterprise_code": "enterprise.credit_code",
}
"""Fields by which a child names its parent, and the parent's field."""

PARENTS = {
    "event": "patent",
    "pledge": "patent",
    "stock_review": "patent",
    "offer": "patent",
    "licence": "patent",
    "recognition": "enterprise",
}
"""Child kind → parent kind."""

BESIDE = {"offer": ("title", "owners")}
"""Fields of the parent that an export for people may hold beside those of the child."""


def parent_field(field: str) -> str:
    """ "kind.field" with a child's name for its parent replaced by the parent's own field."""
    kind, name = field.split(".", 1)
    return PARENT_FIELDS[name] if kind in PARENTS and name in PARENT_FIELDS else field


def own_profiles() -> tuple[Profile, ...]:
    """The profiles `own_enterprise`, `own_patent`, … in the order of the catalogue."""
    return tuple(_own_profile(record.kind) for record in RECORDS)


def _own_profile(kind: str) -> Profile:
    fields = catalogue.fields(kind).values()
    columns: dict[str, ColumnRule] = {}
    for spec in fields:
        rule = ColumnRule(parent_field(f"{kind}.{spec.name}"))
        columns[normalise_header(spec.title)] = rule
        columns[normalise_header(spec.name)] = rule
    signs = frozenset(columns)
    for name in BESIDE.get(kind, ()):
        beside = catalogue.field(PARENTS[kind], name)
        columns |= dict.fromkeys(map(normalise_header, (beside.title, name)), ColumnRule(beside.qualified))
    public = sum(not spec.personal for spec in fields)
    parent = PARENTS.get(kind)
    return Profile(
        name=PREFIX + kind,
        title=f"本登记簿导出的{catalogue.record(kind).called}",
        source="own",
        fills=(kind, parent) if parent else (kind,),
        signs=Signs(optional=signs, at_least=max(2, public * 4 // 5)),
        columns=columns,
        documents="as_written",
        outputs="own",
    )
