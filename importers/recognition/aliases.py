"""The alias table: names that columns go by in exports whose platform is not known."""

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from importers.recognition.headers import normalise_header, without_repeat, without_unit

FOLDER = Path(__file__).parent.parent / "profiles"


@dataclass(frozen=True, slots=True)
class Alias:
    """A field that a header may mean; the lower the rank, the surer."""

    kind: str
    field: str
    rank: int

    @property
    def target(self) -> str:
        """The field as "kind.field"."""
        return f"{self.kind}.{self.field}"


@cache
def alias_table() -> dict[str, tuple[Alias, ...]]:
    """Normalised header → the fields it may mean, of every record kind."""
    table: dict[str, list[Alias]] = {}
    for kind, fields in _entries().items():
        for field, headers in fields.items() if kind != "ignored" else ():
            for rank, header in enumerate(headers):
                table.setdefault(normalise_header(header), []).append(Alias(kind, field, rank))
    return {header: tuple(found) for header, found in table.items()}


@cache
def ignored_headers() -> dict[str, str]:
    """Normalised headers that no profile keeps, with the reason."""
    return {
        normalise_header(header): reason
        for reason, headers in _entries()["ignored"].items()
        for header in headers
    }


@cache
def _entries() -> dict[str, dict[str, list[str]]]:
    entries: dict[str, dict[str, list[str]]] = tomllib.loads((FOLDER / "aliases.toml").read_text("utf-8"))
    return entries


def find_alias(header: str, kinds: tuple[str, ...]) -> tuple[Alias, float] | None:
    """The field of these kinds that a header means, with the confidence; earlier kinds first.

    The whole header decides; failing that, the header without a unit, and without a closing remark
    in brackets. A part of a header never does (申请号 is in PCT国际申请号).
    """
    for text, confidence in spellings(header):
        found = [alias for alias in alias_table().get(text, ()) if alias.kind in kinds]
        if found:
            return min(found, key=lambda alias: (kinds.index(alias.kind), alias.rank)), confidence
    return None


def meant_header(header: str, known: Collection[str]) -> str:
    """The form of a header that is known: whole, or without its unit, closing remark or superior header."""
    return next((text for text, _ in spellings(header) if text in known), normalise_header(header))


def spellings(header: str) -> list[tuple[str, float]]:
    """The forms of a header to look up, each with its confidence."""
    whole = normalise_header(header)
    forms = [(whole, 0.9), (without_unit(whole), 0.85), (without_repeat(whole), 0.5)]
    if whole.endswith(")") and "(" in whole[1:]:
        forms.append((whole[: whole.rindex("(")], 0.7))
    if "/" in whole:
        forms.append((whole.rsplit("/", 1)[1], 0.6))
    return [(text, confidence) for text, confidence in dict(reversed(forms)).items() if text][::-1]
