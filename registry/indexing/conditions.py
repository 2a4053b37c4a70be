"""How the indexes are."""

from collections.abc import Mapping

from registry.indexing.declared import NAMES
from registry.indexing.engines import Engines
from search.engine import Condition

LABELS = {
    Condition.READY: "可用",
    Condition.MISSING: "尚未建立",
    Condition.OUTDATED: "由别的版本建立",
    Condition.DAMAGED: "已损坏",
    Condition.DOWN: "连接不上检索服务",
}
REBUILD = (Condition.MISSING, Condition.OUTDATED, Condition.DAMAGED)


def conditions(engines: Engines, *, closely: bool = False) -> dict[str, Condition]:
    """The condition of every index by its name; `closely`: after reading all of it."""
    return {name: engine.examine() if closely else engine.condition() for name, engine in engines.items()}


def needs_rebuilding(condition: Condition) -> bool:
    """Whether a rebuild helps: it does not where the engine is out of reach."""
    return condition in REBUILD


def told(found: Mapping[str, Condition]) -> str:
    """Conditions as people read them: 专利 已损坏、企业 尚未建立."""
    return "、".join(f"{NAMES[name]} {LABELS[condition]}" for name, condition in found.items())
