"""Saving a mapping that a person made as a profile, so that the next file of the kind is recognised."""

from collections.abc import Mapping, Sequence

from importers.recognition.headers import normalise_header
from importers.recognition.own import PARENTS, parent_field


def profile_from_mapping(
    name: str,
    title: str,
    mapping: Mapping[str, str | None],
    *,
    source: str = "unknown",
    kinds: Sequence[str] = (),
) -> str:
    """The TOML of a profile with these columns. A header mapped to None is known and not kept.

    `mapping` is {header: "kind.field" or None}; all its headers together are the sign of the profile.
    """
    kept = {header: parent_field(field) for header, field in mapping.items() if field and header}
    fills = list(dict.fromkeys([*kinds, *(field.split(".", 1)[0] for field in mapping.values() if field)]))
    fills += [PARENTS[kind] for kind in fills if kind in PARENTS and PARENTS[kind] not in fills]
    dropped = [header for header, field in mapping.items() if field is None and normalise_header(header)]
    lines = [
        f"name = {_text(name)}",
        f"title = {_text(title)}",
        f"source = {_text(source)}",
        f"fills = {_texts(fills)}",
        "",
        "[recognise]",
        f"required = {_texts([header for header in kept if normalise_header(header)])}",
        "",
        "[columns]",
        *(f"{_text(header)} = {_text(field)}" for header, field in kept.items()),
    ]
    if dropped:
        lines += ["", "[ignore]", f'"不导入" = {_texts(dropped)}']
    return "\n".join(lines) + "\n"


def _texts(values: Sequence[str]) -> str:
    return "[" + ", ".join(map(_text, values)) + "]"


def _text(value: str) -> str:
    """A TOML basic string."""
    escapes = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    plain = "".join(escapes.get(character, character) for character in value)
    return '"' + "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in plain) + '"'
