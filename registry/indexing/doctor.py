"""What `registry doctor` says of the search index."""

from registry.database.doctor import Diagnosis
from registry.indexing.conditions import conditions, told
from registry.indexing.engines import Engines
from search.engine import Condition


def diagnose_index(engines: Engines) -> Diagnosis:
    """Whether every index can be searched, after reading all of it."""
    found = conditions(engines, closely=True)
    bad = {name: condition for name, condition in found.items() if condition is not Condition.READY}
    if not bad:
        documents = sum(engine.count() for engine in engines.values())
        return Diagnosis("index", "ok", f"可以检索，共 {documents:,} 份文档。")
    if Condition.DOWN in bad.values():
        return Diagnosis(
            "index",
            "bad",
            f"{told(bad)}。",
            "请检查 REGISTRY_MEILISEARCH_URL 和检索服务；其间网站由数据库回答。",
        )
    action = "后台进程会自动重建；没有后台进程时，请运行 registry index rebuild。"
    return Diagnosis("index", "warn", f"{told(bad)}。", action)
