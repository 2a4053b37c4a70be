"""What is suggested while somebody types: words of titles, and names of holders and enterprises."""

import re
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Sequence
from itertools import islice

from registry.database.engine import connection
from registry.indexing.pronunciation import sound
from registry.patents.holders import HOLDERS
from search.answers import Document
from search.normalising import normalise
from search.words import STOP_WORDS, cut, telling_words

CHUNK = 2000
WORD, NAME = "word", "name"
MOST_WORDS, MOST_NAMES = 200_000, 200_000
"""Terms kept, those of most documents first: suggestions beyond are never reached."""
_WORD = re.compile(r"(?=.*[^\d])[\u3400-\u9fffa-z0-9]{2,8}")
_LEADS_ON = frozenset(
    "用后前上下中内外里双自防多大小高低抗无再微超软硬单非两三四五六七八九十主预可易不过共全半新各每其该"
    "和与及或的了在有为以于将被把从到等而且并也含由经先使按本至"
)
"""Characters that belong to what follows; a word that ends in one was cut in the wrong place: 渔竿后, 海参用."""
_LEADS_BACK = frozenset("的了和与及或在为于等而且也用其该型式类性者本")
"""Characters that belong to what stands before; a word cannot begin with one: 及域值, 型斗轮."""
_NAMES = f"""
    SELECT name, sum(weight)::bigint AS weight FROM (
        SELECT unnest({HOLDERS}) AS name, 1 AS weight FROM patent p
        UNION ALL SELECT e.name, 1 FROM enterprise e
    ) named GROUP BY name ORDER BY weight DESC, name LIMIT {MOST_NAMES}"""


def words_of(title: str) -> set[str]:
    """The words of a title that are worth suggesting, without what was cut off a neighbour."""
    whole = (_whole(word) for word in telling_words(normalise(title)))
    return {word for word in whole if _WORD.fullmatch(word) and word not in STOP_WORDS}


def _whole(word: str) -> str:
    """The word itself where the dictionary has it (医用, 水下), else without the characters of its neighbours."""
    if not word or cut(word, unknown=False) == [word]:
        return word
    if word[-1] in _LEADS_ON:
        return _whole(word[:-1])
    return _whole(word[1:]) if word[0] in _LEADS_BACK else word


def term(text: str, source: str, weight: int) -> Document:
    """The document of a term."""
    typed = sound(normalise(text))
    key = f"{source}:{text}"
    return {
        "id": key,
        "record": key,
        "text": text,
        "pinyin": typed.spelled,
        "begun": typed.begun,
        "source": source,
        "weight": weight,
    }


async def every_term() -> AsyncIterator[list[Document]]:
    """All terms, as the transaction going on sees the register."""
    counts = (await _words()).most_common(MOST_WORDS)
    names = await connection().fetch(_NAMES)
    every = [(text, WORD, weight) for text, weight in counts]
    every += [(row["name"], NAME, row["weight"]) for row in names]
    remaining = iter(every)
    while some := list(islice(remaining, CHUNK)):
        yield [term(*one) for one in some]


async def _words() -> Counter[str]:
    """Words by the number of titles that have them."""
    counts: Counter[str] = Counter()
    for table in ("patent", "project"):
        cursor = await connection().cursor(f"SELECT title FROM {table} WHERE title IS NOT NULL")
        while rows := await cursor.fetch(CHUNK):
            for row in rows:
                counts.update(words_of(row["title"]))
    return counts


def new_terms(documents: Iterable[Document]) -> list[Document]:
    """The terms that new documents bring, as if no other document had them."""
    words = {word for document in documents for word in words_of(str(document.get("title") or ""))}
    names = {name for document in documents for name in _named(document)}
    return [
        *(term(word, WORD, 1) for word in sorted(words)),
        *(term(name, NAME, 1) for name in sorted(names)),
    ]


def _named(document: Document) -> Sequence[str]:
    holders = document.get("holders")
    name = document.get("name")
    return [*(holders if isinstance(holders, tuple) else ()), *([str(name)] if name else ())]
