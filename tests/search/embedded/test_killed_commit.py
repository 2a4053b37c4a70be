from pathlib import Path

from search.declaration import Field, FieldKind, Index
from search.embedded import EmbeddedEngine
from search.embedded.folder import IndexFolder
from search.embedded.reader import COMMITTED
from search.engine import Condition
from search.requests import SearchRequest

INDEX = Index("patent", (Field("title", FieldKind.TEXT, 3, heading=True),))


def test_a_commit_killed_before_it_counted_does_not_stop_the_next(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path, INDEX)
    with engine.rebuilding():
        pass
    with (
        engine.changing() as writer
    ):  # one thread, hence one segment, of which the next commit deletes a part
        writer.write({"id": str(one), "title": f"鱼竿{one}"} for one in range(50))
    current = IndexFolder(tmp_path / INDEX.name).current()
    assert current is not None
    before = (current.built / COMMITTED).read_bytes()
    with engine.changing() as writer:
        writer.write([{"id": "1", "title": "渔轮"}])
    (current.built / COMMITTED).write_bytes(
        before
    )  # all that a commit writes, but for the file that makes it count
    engine.close()
    assert list(current.built.glob("*.del"))

    with engine.changing() as writer:
        writer.write([{"id": "1", "title": "渔线"}])

    assert engine.count() == 50
    assert engine.examine() is Condition.READY
    assert [engine.search(SearchRequest(word)).total for word in ("渔轮", "渔线", "鱼竿")] == [0, 1, 49]
