"""Comparing the index with the database, document by document, and putting right what differs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from registry.database.engine import connection, snapshot
from registry.database.sessions import session
from registry.indexing import outbox
from registry.indexing.conditions import conditions
from registry.indexing.documents import SOURCES, every_document, expected
from registry.indexing.draining import drain
from registry.indexing.engines import Engines
from registry.indexing.locks import draining_lock
from registry.indexing.threads import in_thread
from registry.indexing.writing import write_all
from search.answers import Document
from search.documents import digest_of
from search.engine import Condition, SearchEngine

REPAIRED = 1000
"""Documents put right at a time."""
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one index compares: ids that it lacks, holds otherwise, or holds though no record is like that."""

    missing: tuple[str, ...]
    stale: tuple[str, ...]
    superfluous: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Whether nothing differs."""
        return not (self.missing or self.stale or self.superfluous)


class IndexUnusable(Exception):
    """Indexes cannot be read, so that nothing can be compared; they have to be rebuilt, or the engine reached again."""

    def __init__(self, found: Mapping[str, Condition]) -> None:
        super().__init__("、".join(f"{name}: {condition}" for name, condition in found.items()))
        self.found = found


async def verify(engines: Engines, progress: Progress, *, repair: bool) -> dict[str, Verdict]:
    """Compare every kind of record with its index, after taking in what waits; `repair` puts right what differs.

    Changes made meanwhile wait until it is done. Raises IndexUnusable, SearchUnavailable.
    """
    found = await in_thread(conditions, engines, closely=True)
    if bad := {name: condition for name, condition in found.items() if condition is not Condition.READY}:
        raise IndexUnusable(bad)
    async with session() as held, draining_lock(held):
        while True:
            while await drain(engines, held):
                pass
            async with snapshot():
                if not await outbox.waiting(
                    connection()
                ):  # what was changed since is in the snapshot, and waits
                    return {name: await _verified(engines[name], progress, repair) for name in SOURCES}


async def _verified(engine: SearchEngine, progress: Progress, repair: bool) -> Verdict:
    present = await in_thread(_present, engine)
    missing: list[str] = []
    stale: list[str] = []
    wrong: list[Document] = []
    done, total = 0, await expected(engine.index)
    async for chunk in every_document(engine.index):
        for document in chunk:
            known = present.pop(str(document["id"]), None)
            if known != digest_of(document):
                (missing if known is None else stale).append(str(document["id"]))
                wrong.append(document)
        done += len(chunk)
        progress(engine.index.name, done, total)
        if repair and len(wrong) >= REPAIRED:
            await in_thread(_put_right, engine, wrong, [])
            wrong = []
    if repair and (wrong or present):
        await in_thread(_put_right, engine, wrong, list(present))
    return Verdict(tuple(missing), tuple(stale), tuple(present))


def _present(engine: SearchEngine) -> dict[str, int]:
    """The digests by id; a document that is there twice has none that is right."""
    found: dict[str, int] = {}
    for key, digest in engine.digests():
        found[key] = -1 if key in found else digest
    return found


def _put_right(engine: SearchEngine, documents: list[Document], superfluous: list[str]) -> None:
    with engine.changing() as writer:
        writer.remove(superfluous)
        write_all(writer, documents)
