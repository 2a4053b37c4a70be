"""Queries of two to eight characters from the texts of the register: words as they are typed, and pieces cut anywhere."""

import random
import re
from collections.abc import Iterator

from registry.database.engine import transaction
from registry.patents.holders import HOLDERS
from search.normalising import normalise
from search.words import words

SHORTEST, LONGEST = 2, 8
SEED = 7
_SYNTAX = re.compile(r"[\s\"“”:：\-－]")
"""What a query would be taken apart at."""


async def questions(count: int) -> list[str]:
    """As many queries, the same ones for the same register: words of titles, and pieces of titles, abstracts and holders."""
    async with transaction() as database:
        rows = await database.fetch(
            f"SELECT title, abstract, array_to_string({HOLDERS}, ';') AS holders FROM patent p"
            " WHERE title IS NOT NULL ORDER BY md5(application_number) LIMIT $1",
            2 * count,
        )
    chance = random.Random(SEED)
    made = [query for row in rows for query in _of_row([text for text in row if text], chance)]
    chance.shuffle(made)
    return made[:count]


def _of_row(texts: list[str], chance: random.Random) -> Iterator[str]:
    typed = _neighbours(list(words(normalise(texts[0]))), chance)
    text = chance.choice(texts)
    start = chance.randrange(len(text))
    for query in (typed, text[start : start + chance.randint(SHORTEST, LONGEST)]):
        if SHORTEST <= len(query) <= LONGEST and not _SYNTAX.search(query):
            yield query


def _neighbours(found: list[str], chance: random.Random) -> str:
    """Words that stand beside each other, as many as are short enough or fewer."""
    if not found:
        return ""
    start = chance.randrange(len(found))
    query = found[start]
    for word in found[start + 1 : start + chance.randint(1, 3)]:
        if len(query) + len(word) > LONGEST:
            break
        query += word
    return query
