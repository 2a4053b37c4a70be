"""Texts as tokens that Meilisearch compares to the letter.

It folds the values it filters by (case, accents, variants of characters) and cuts long ones. A token is made of small
Latin letters, digits and signs, which it leaves alone; this also keeps whatever a user writes from being read as syntax.
"""

import hashlib
import re
from itertools import pairwise

from search.normalising import BLANK

LONGEST = 100
"""Characters of a text that a token spells out; of a longer one it holds a digest."""
_PLAIN = re.compile("[0-9a-z]+")
_TRIPLES = re.compile(f"(?=([0-9a-z{BLANK}]{{3}}))")
_ALLOWED_IN_KEYS = re.compile("[0-9A-Za-z-]")
_LONGEST_KEY = 400
"""Meilisearch takes 511 bytes."""


def token(text: str) -> str:
    """A token; different ones for different texts."""
    if len(text) > LONGEST:
        return f"-{_digest(text)}"
    return f"_{text}" if _PLAIN.fullmatch(text) else text.encode("utf-16-be").hex()


def text_of(made: str) -> str | None:
    """The text of a token; None where the token holds a digest only."""
    match made[:1]:
        case "-":
            return None
        case "_":
            return made[1:]
    return bytes.fromhex(made).decode("utf-16-be")


def key_of(identity: str) -> str:
    """An id as Meilisearch allows it: characters that it does not are written `_4e00_`; a digest for a long id."""
    key = "".join(
        character if _ALLOWED_IN_KEYS.fullmatch(character) else f"_{ord(character):x}_"
        for character in identity
    )
    return key if 0 < len(key) <= _LONGEST_KEY else f"__{_digest(identity)}"


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=20).hexdigest()


def pieces(text: str) -> set[str]:
    """What of a normalised text is kept to be found by: each character, each pair, and three Latin ones together, of
    which there are too few for pairs to tell much. The pieces of a substring are among those of the text.
    """
    return {*text, *map("".join, pairwise(text)), *_TRIPLES.findall(text)}


def telling_pieces(text: str) -> list[str]:
    """The pieces of a normalised text that the others follow from, in their order."""
    triples = list(dict.fromkeys(_TRIPLES.findall(text)))
    covered = {pair for triple in triples for pair in (triple[:2], triple[1:])}
    pairs = [pair for pair in map("".join, pairwise(text)) if pair not in covered]
    return [*triples, *dict.fromkeys(pairs)] or list(text)
