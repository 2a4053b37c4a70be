"""Recognising a sheet: its profile, the record kinds it fills, and the meaning of every column."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from importers.reading.model import Sheet
from importers.recognition import capture
from importers.recognition.aliases import meant_header
from importers.recognition.capture import Surroundings
from importers.recognition.kinds import KEYS, guess_kinds
from importers.recognition.library import known_headers
from importers.recognition.matching import ColumnMatch, match_columns
from importers.recognition.own import PARENTS
from importers.recognition.profile import Profile
from importers.recognition.scoring import Guess, rank_profiles
from importers.recognition.shapes import Shape, shape_of
from schemas import catalogue
from schemas.findings import Finding, Severity


class UnknownProfile(ValueError):
    """A profile was asked for by a name that there is none of; the message lists the names."""


@dataclass(frozen=True, slots=True)
class Recognition:
    """What a sheet is. `columns` has one match a column; `constants` hold for every row.

    `findings` are about columns (with their header) or the sheet (None); `importable` is False where no
    column can hold the key of any record, or the sheet is empty or mere notes.
    """

    profile: Profile | None
    kinds: tuple[str, ...]
    columns: tuple[ColumnMatch, ...]
    constants: Mapping[str, str]
    exported_on: dt.date | None
    guesses: tuple[Guess, ...]
    findings: tuple[tuple[str | None, Finding], ...] = field(default=())
    importable: bool = True

    @property
    def source(self) -> str:
        """Whose word the sheet is: a name of the precedence of sources."""
        return self.profile.source if self.profile else "unknown"


def recognise(
    sheet: Sheet,
    head: pl.DataFrame,
    profiles: Sequence[Profile],
    *,
    file_name: str = "",
    profile: str | None = None,
    mapping: Mapping[str, str | None] | None = None,
) -> Recognition:
    """Recognise a sheet from its headers and first rows.

    `profile` forces one by name (raises UnknownProfile); `mapping` ({header: "kind.field" or None})
    overrules it column by column.
    """
    mapping = mapping or {}
    around = Surroundings.of(file_name, sheet.name, "\n".join(text for _, text in sheet.preamble))
    shapes = [shape_of(head[f"c{index}"]) for index in range(len(sheet.headers))]
    known = known_headers() | {header for entry in profiles for header in entry.columns}
    headers = [meant_header(header, known) for header in sheet.headers]
    by_header = dict(zip(reversed(headers), reversed(shapes), strict=True))
    guesses = rank_profiles(profiles, headers, around, by_header)
    chosen = _chosen(profiles, guesses, profile)
    kinds = _kinds(chosen, sheet.headers, shapes, mapping)
    columns = match_columns(sheet.headers, shapes, chosen, kinds, mapping)
    constants = {**(chosen.constants if chosen else {}), **capture.captured(chosen, kinds, around)}
    fault = _sheet_fault(kinds, columns, constants, shapes)
    findings = [(match.header, _overruled(match)) for match in columns if match.was]
    return Recognition(
        profile=chosen,
        kinds=kinds,
        columns=tuple(columns),
        constants=constants,
        exported_on=capture.exported_on(around),
        guesses=tuple(guesses[:5]),
        findings=(*findings, *([(None, fault)] if fault else [])),
        importable=fault is None,
    )


def _chosen(profiles: Sequence[Profile], guesses: Sequence[Guess], wanted: str | None) -> Profile | None:
    if wanted is None:
        return guesses[0].profile if guesses else None
    for profile in profiles:
        if profile.name == wanted:
            return profile
    raise UnknownProfile(
        f"there is no profile {wanted!r}; known: {', '.join(sorted(p.name for p in profiles))}"
    )


def _kinds(
    profile: Profile | None,
    headers: Sequence[str],
    shapes: Sequence[Shape],
    mapping: Mapping[str, str | None],
) -> tuple[str, ...]:
    """The kinds of the profile or the guess, those of the user's mapping added, parents included."""
    mapped = [target.split(".", 1)[0] for target in mapping.values() if target]
    kinds = list(profile.fills if profile else guess_kinds(headers, shapes) if not mapped else ())
    kinds += [kind for kind in mapped if kind not in kinds]
    kinds += [PARENTS[kind] for kind in kinds if kind in PARENTS and PARENTS[kind] not in kinds]
    return tuple(dict.fromkeys(kinds))


def _sheet_fault(
    kinds: tuple[str, ...],
    columns: Sequence[ColumnMatch],
    constants: Mapping[str, str],
    shapes: Sequence[Shape],
) -> Finding | None:
    if not any(shape.count for shape in shapes):
        return Finding(Severity.NOTE, "sheet.no_rows")
    filled = {name for match in columns for name in (match.field, *match.rule.also) if name} | set(constants)
    if not kinds and sum(shape.count > 0 for shape in shapes) <= 2:
        return Finding(Severity.NOTE, "sheet.notes")
    roots = [kind for kind in kinds if kind in KEYS]
    if roots and all(filled & set(KEYS[kind]) for kind in roots[:1]):
        return None
    wanted = KEYS[roots[0]] if roots else [name for names in KEYS.values() for name in names]
    headers = "、".join(match.header for match in columns if match.header)[:300]
    return Finding(
        Severity.ERROR, "sheet.no_key", {"wanted": _titles(wanted), "headers": headers or "（无）"}
    )


def _overruled(match: ColumnMatch) -> Finding:
    details = {"named": _titles([match.was or ""]), "taken": _titles([match.field] if match.field else [])}
    code = "column.values_decide" if match.field else "column.values_contradict"
    return Finding(Severity.WARNING, code, details)


def _titles(names: Sequence[str]) -> str:
    parts = [name.split(".", 1) for name in names if name]
    return "、".join(catalogue.field(kind, name).title for kind, name in parts)
