"""All profiles: the TOML files of `importers/profiles/`, our own exports, and those people saved."""

import tomllib
from collections.abc import Iterable
from functools import cache

from importers.recognition.aliases import FOLDER, alias_table, ignored_headers
from importers.recognition.own import own_profiles
from importers.recognition.profile import Profile, ProfileError, parse_profile
from schemas import catalogue
from schemas.records import RECORDS


@cache
def known_fields() -> frozenset[str]:
    """Every field of every record kind as "kind.field"."""
    return frozenset(f"{record.kind}.{name}" for record in RECORDS for name in catalogue.fields(record.kind))


@cache
def built_in_profiles() -> tuple[Profile, ...]:
    """The profiles that come with the registry, our own exports first."""
    files = sorted(path for path in FOLDER.glob("*.toml") if path.stem != "aliases")
    return (*own_profiles(), *(read_profile(path.read_text("utf-8"), path.name) for path in files))


def read_profile(text: str, origin: str = "profile") -> Profile:
    """A profile from TOML text. Raises ProfileError naming `origin` and what is wrong."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as broken:
        raise ProfileError(f"{origin}: not valid TOML: {broken}") from broken
    try:
        return parse_profile(data, known_fields())
    except ProfileError as bad:
        raise ProfileError(f"{origin}: {bad}") from bad


def load_profiles(saved: Iterable[str] = ()) -> tuple[Profile, ...]:
    """All profiles; `saved` are the TOML texts of profiles that people made, which come first."""
    own = [read_profile(text, "saved profile") for text in saved]
    taken = {profile.name for profile in own}
    return (*own, *(profile for profile in built_in_profiles() if profile.name not in taken))


@cache
def known_headers() -> frozenset[str]:
    """Every header that a profile or the alias table knows, normalised: header rows are found by them.

    Numbers are left out: a row of numbers is data.
    """
    named = {header for profile in built_in_profiles() for header in profile.columns}
    words = named | set(alias_table()) | set(ignored_headers())
    return frozenset(word for word in words if word and not word.isdigit())
