"""The profile of a platform's export: how it is known, and what each of its columns means.

A profile is one TOML file in `importers/profiles/`:

    name = "cnipa_search"                 # unique, lower case
    title = "国家知识产权局 专利检索及分析"   # what people read
    source = "cnipa"                      # whose word it is, for the precedence of sources
    fills = ["patent"]                    # record kinds, the primary one first
    documents = "by_kind"                 # or "as_written": 公开(公告)号 goes where its kind code says
    outputs = "all"                       # or "own": a cell fills its own field only

    [recognise]
    required = ["申请号", ["公开(公告)号", "公开号"]]   # every one; an inner list: any one of them
    optional = ["分案原申请号", "国省代码"]              # the more of them, the surer
    at_least = 0                          # how many of `optional` must be there
    excludes = ["合享价值度"]              # none of them may be there
    file_name = '专利检索'                 # regular expression on file, sheet or the lines above the header
    named = false                         # true: `file_name` must be found, the headers alone say too little
    shapes = { "申请号" = "application_number" }   # the values of a column must have this shape

    [columns]                             # header = "kind.field", or a table:
    "申请号" = "patent.application_number"
    "许可使用费" = { field = "offer.fee_text", unit = "万元" }
    "公开日" = { field = "patent.publication_date", dates = "dmy" }
    "备案日期" = { field = "licence.filed_on", also = ["event.event_date"] }

    [ignore]                              # reason = headers that are known and not kept
    "行号" = ["序号"]

    [constants]                           # what the file says by being what it is
    "event.event_code" = "EE01"

    [compose]                             # a text put together from several columns
    "event.detail" = "{变更事项}：{变更前} → {变更后}"

    [[capture]]                           # what a name says; `{region}` is 国家, 山东省, 威海市 …
    from = "file_name"                    # file_name, sheet_name, preamble (lines above the header) or any
    pattern = '(?P<round>20\\d\\d)年'
    fields = { round = "recognition.round" }

Headers are compared normalised (`importers.recognition.headers`), so each is written once, as the
platform writes it. A header the profile does not name is looked up in `aliases.toml`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from importers.recognition.gazetteer import REGION
from importers.recognition.headers import normalise_header


class ProfileError(ValueError):
    """A profile that cannot be used; the message says where and why."""


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """What one column means.

    `field` is "kind.field" or None; `also` are further fields the same cells fill; `unit` is appended
    to bare numbers; `dates` is the order of ambiguous dates (dmy, mdy); `separator` parts several
    values; `prefix_from` names the column whose cell is put in front (a country code); `nulls` are
    further texts that mean empty; `strip` is a regular expression taken off; `ignore` says why a known
    column is not kept.
    """

    field: str | None
    also: tuple[str, ...] = ()
    unit: str | None = None
    dates: str | None = None
    separator: str | None = None
    prefix_from: str | None = None
    nulls: tuple[str, ...] = ()
    strip: str | None = None
    ignore: str | None = None


@dataclass(frozen=True, slots=True)
class Signs:
    """How a file of this profile is known; headers normalised, `required` a list of alternatives."""

    required: tuple[frozenset[str], ...] = ()
    optional: frozenset[str] = frozenset()
    at_least: int = 0
    excludes: frozenset[str] = frozenset()
    file_name: re.Pattern[str] | None = None
    named: bool = False
    shapes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Capture:
    """What a file's name, sheet's name or lines above the header tell about every row."""

    source: str
    pattern: re.Pattern[str]
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Profile:
    """One platform's export; see the module for the file format. Column keys are normalised headers."""

    name: str
    title: str
    source: str
    fills: tuple[str, ...]
    signs: Signs
    columns: Mapping[str, ColumnRule]
    constants: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    compose: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    captures: tuple[Capture, ...] = ()
    documents: str = "by_kind"
    outputs: str = "all"


_KNOWN = {
    "name", "title", "source", "fills", "documents", "outputs",
    "recognise", "columns", "ignore", "constants", "compose", "capture",
}  # fmt: skip
_RULE_KEYS = {"field", "also", "unit", "dates", "separator", "prefix_from", "nulls", "strip", "ignore"}


def parse_profile(data: Mapping[str, Any], known_fields: frozenset[str]) -> Profile:
    """A profile from its TOML. Raises ProfileError naming the profile and the entry at fault."""
    name = str(data.get("name", ""))
    if unknown := set(data) - _KNOWN:
        raise ProfileError(f"profile {name!r}: unknown entries {', '.join(sorted(unknown))}")
    try:
        profile = Profile(
            name=data["name"],
            title=data["title"],
            source=data.get("source", "unknown"),
            fills=tuple(data["fills"]),
            signs=_signs(data.get("recognise", {})),
            columns=_columns(data.get("columns", {}), data.get("ignore", {})),
            constants=data.get("constants", {}),
            compose=data.get("compose", {}),
            captures=tuple(_capture(entry) for entry in data.get("capture", ())),
            documents=data.get("documents", "by_kind"),
            outputs=data.get("outputs", "all"),
        )
    except KeyError as missing:
        raise ProfileError(f"profile {name!r}: entry {missing} is missing") from missing
    except re.error as bad:
        raise ProfileError(f"profile {name!r}: {bad.pattern!r} is no regular expression: {bad}") from bad
    _refuse_unknown_fields(profile, known_fields)
    return profile


def _signs(data: Mapping[str, Any]) -> Signs:
    required = tuple(
        frozenset(map(normalise_header, [entry] if isinstance(entry, str) else entry))
        for entry in data.get("required", ())
    )
    return Signs(
        required=required,
        optional=frozenset(map(normalise_header, data.get("optional", ()))),
        at_least=data.get("at_least", 0),
        excludes=frozenset(map(normalise_header, data.get("excludes", ()))),
        file_name=re.compile(data["file_name"], re.IGNORECASE) if "file_name" in data else None,
        named=data.get("named", False),
        shapes={normalise_header(header): shape for header, shape in data.get("shapes", {}).items()},
    )


def _columns(entries: Mapping[str, Any], ignored: Mapping[str, Sequence[str]]) -> dict[str, ColumnRule]:
    rules = {normalise_header(header): column_rule(entry) for header, entry in entries.items()}
    for reason, headers in ignored.items():
        rules |= {normalise_header(header): ColumnRule(None, ignore=reason) for header in headers}
    return rules


def column_rule(entry: str | Mapping[str, Any]) -> ColumnRule:
    """A rule from its TOML: "kind.field" or a table. Raises ProfileError for an unknown key."""
    if isinstance(entry, str):
        return ColumnRule(entry)
    if unknown := set(entry) - _RULE_KEYS:
        raise ProfileError(
            f"unknown rule {', '.join(sorted(unknown))} (known: {', '.join(sorted(_RULE_KEYS))})"
        )
    given: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()
    }
    return replace(ColumnRule(None), **given)


def _capture(entry: Mapping[str, Any]) -> Capture:
    pattern = entry["pattern"].replace("{region}", REGION)
    return Capture(entry["from"], re.compile(pattern), entry["fields"])


def _refuse_unknown_fields(profile: Profile, known: frozenset[str]) -> None:
    named = [rule.field for rule in profile.columns.values() if rule.field]
    named += [name for rule in profile.columns.values() for name in rule.also]
    named += [*profile.constants, *profile.compose]
    named += [name for capture in profile.captures for name in capture.fields.values()]
    for name in named:
        if name not in known and name != EXPORTED_ON:
            raise ProfileError(f"profile {profile.name!r}: there is no field {name!r}")


EXPORTED_ON = "exported_on"
"""A capture of this name is the date of the export, not a field of a record."""
