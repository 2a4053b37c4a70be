"""同义词: words of the same meaning, which the bureau keeps and a search takes for each other (鱼竿 = 钓竿)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from registry.accounts.scope import Scope
from registry.database.engine import transaction
from registry.database.operations import operation
from registry.indexing.kept import Kept
from search.normalising import normalise
from search.requests import Synonyms

SECONDS = 5.0
"""How long a process believes what it has looked up."""
MOST_WORDS, LONGEST_WORD = 20, 40
_BETWEEN = re.compile(r"[=＝,，、;；\t]|\s+")


class WordsRefused(Exception):
    """Words that cannot be a group; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Group:
    """One group; `id` names it where it is removed."""

    id: int
    words: tuple[str, ...]


async def groups(scope: Scope) -> list[Group]:
    """All groups, in the order in which they were added."""
    del scope  # words of the language are nobody's
    async with transaction() as database:
        rows = await database.fetch("SELECT id, words FROM synonym ORDER BY id")
    return [Group(row["id"], tuple(row["words"])) for row in rows]


async def _in_force() -> Synonyms:
    return tuple(group.words for group in await groups(Scope.public()))


def kept_synonyms() -> Kept[Synonyms]:
    """The groups as a search takes them, at most `SECONDS` old."""
    return Kept(_in_force, SECONDS)


def read_group(line: str) -> tuple[str, ...]:
    """A group as people write it: 鱼竿 = 钓竿、钓鱼竿. Raises WordsRefused."""
    return checked([word for word in _BETWEEN.split(line.strip()) if word])


def read_file(text: str) -> list[tuple[str, ...]]:
    """The groups of a file, one a line; what follows # is a remark. Raises WordsRefused, which names the line."""
    found = []
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        words = line.partition("#")[0].strip()
        if words:
            try:
                found.append(read_group(words))
            except WordsRefused as refused:
                raise WordsRefused(f"第 {number} 行：{refused}") from refused
    return found


def checked(words: Sequence[str]) -> tuple[str, ...]:
    """The words of a group, each once. Raises WordsRefused."""
    alike: dict[str, str] = {}
    for word in filter(None, map(str.strip, words)):
        alike.setdefault(normalise(word), word)
    found = tuple(alike.values())
    if len(found) < 2:
        raise WordsRefused(f"“{'、'.join(words)}”不足两个不同的词。请写成：鱼竿 = 钓竿")
    if len(found) > MOST_WORDS:
        raise WordsRefused(f"一组最多 {MOST_WORDS} 个词，这一组有 {len(found)} 个。")
    if long := [word for word in found if len(word) > LONGEST_WORD]:
        raise WordsRefused(f"“{long[0][:LONGEST_WORD]}…”太长，一个词最长 {LONGEST_WORD} 个字。")
    return found


async def add(wanted: Iterable[Sequence[str]], actor: str, reason: str | None = None) -> int:
    """Add groups, all or none; how many are new: a group with the same words is there already in any order.

    Raises WordsRefused.
    """
    fresh = {frozenset(map(normalise, group)): group for group in map(checked, wanted)}
    async with transaction() as database, operation("synonyms", actor, reason):
        await database.execute("LOCK TABLE synonym IN SHARE ROW EXCLUSIVE MODE")
        rows = await database.fetch("SELECT words FROM synonym")
        for row in rows:
            fresh.pop(frozenset(map(normalise, row["words"])), None)
        await database.executemany(
            "INSERT INTO synonym (words) VALUES ($1)", [(list(group),) for group in fresh.values()]
        )
    return len(fresh)


async def remove(ids: Sequence[int], actor: str, reason: str | None = None) -> list[int]:
    """Remove groups; which of them were there."""
    async with transaction() as database, operation("synonyms", actor, reason):
        rows = await database.fetch("DELETE FROM synonym WHERE id = ANY($1) RETURNING id", list(ids))
    return sorted(row["id"] for row in rows)
