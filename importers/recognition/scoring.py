"""Which profile a sheet is: the signs of every profile against the sheet's headers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from importers.recognition.capture import Surroundings
from importers.recognition.profile import Profile
from importers.recognition.shapes import Shape

ENOUGH = 0.35
"""A profile must know at least this share of the headers."""


@dataclass(frozen=True, slots=True)
class Guess:
    """How well one profile fits: its score (0..1) and the headers that speak for it."""

    profile: Profile
    score: float
    matched: tuple[str, ...]


def rank_profiles(
    profiles: Sequence[Profile], headers: Sequence[str], around: Surroundings, shapes: Mapping[str, Shape]
) -> list[Guess]:
    """The profiles whose signs are there, best first; of equals the earlier one. Headers are normalised."""
    present = frozenset(header for header in headers if header)
    guesses = [_guess(profile, headers, present, around, shapes) for profile in profiles]
    fitting = [guess for guess in guesses if guess is not None]
    return sorted(fitting, key=lambda guess: -guess.score)


def _guess(
    profile: Profile,
    headers: Sequence[str],
    present: frozenset[str],
    around: Surroundings,
    shapes: Mapping[str, Shape],
) -> Guess | None:
    signs = profile.signs
    if not all(one_of & present for one_of in signs.required) or signs.excludes & present:
        return None
    if len(signs.optional & present) < signs.at_least or not _shapes_fit(signs.shapes, shapes):
        return None
    named = bool(signs.file_name and signs.file_name.search(around.any))
    if signs.named and not named:
        return None
    matched = tuple(header for header in headers if header in profile.columns)
    coverage = len(set(matched)) / max(1, len(present))
    if coverage < ENOUGH and not named:
        return None
    richness = min(1.0, len(signs.optional & present) / 4)
    sureness = min(1.0, len(signs.required) / 3)
    return Guess(profile, 0.6 * coverage + 0.2 * richness + 0.1 * sureness + 0.1 * named, matched)


def _shapes_fit(wanted: Mapping[str, str], shapes: Mapping[str, Shape]) -> bool:
    return all(header in shapes and shapes[header].share(name) >= 0.5 for header, name in wanted.items())
