"""What the index says of itself, and what still waits for it."""

from dataclasses import dataclass
from datetime import datetime

from registry.database.engine import transaction
from registry.indexing.conditions import conditions
from registry.indexing.engines import Engines
from registry.indexing.freshness import freshness
from registry.indexing.locks import REBUILD_GOES_ON
from registry.indexing.threads import in_thread
from search.engine import Condition, SearchEngine


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """One index. `documents` and `size` (bytes on disk) are 0 where it cannot be used; `size` also where the engine
    does not tell it.
    """

    name: str
    engine: str
    condition: Condition
    documents: int
    size: int


@dataclass(frozen=True, slots=True)
class Status:
    """All indexes. `as_of`: changes made before it are in them; `waiting`: records that changed since."""

    indexes: tuple[IndexStatus, ...]
    as_of: datetime
    waiting: int
    rebuilding: bool

    @property
    def ready(self) -> bool:
        """Whether every index can be searched."""
        return all(index.condition is Condition.READY for index in self.indexes)


async def status(engines: Engines) -> Status:
    """How the indexes are now."""
    found = await in_thread(conditions, engines)
    indexes = [await in_thread(_index, engines[name], condition) for name, condition in found.items()]
    now = await freshness()
    async with transaction() as database:
        rebuilding = bool(await database.fetchval(f"SELECT {REBUILD_GOES_ON}"))
    return Status(tuple(indexes), now.as_of, now.waiting, rebuilding)


def _index(engine: SearchEngine, condition: Condition) -> IndexStatus:
    ready = condition is Condition.READY
    documents, size = (engine.count(), engine.size()) if ready else (0, 0)
    return IndexStatus(engine.index.name, engine.name, condition, documents, size)
