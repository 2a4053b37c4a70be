"""Files of the embedded index that are not as they were written are noticed, and a rebuild mends it."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from search.embedded import EmbeddedEngine
from search.engine import Condition, SearchUnavailable
from search.requests import SearchRequest
from tests.contracts.library import DOCUMENTS, INDEX, found


def _built(folder: Path) -> Path:
    return next(entry for entry in (folder / INDEX.name).iterdir() if entry.is_dir())


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 0xFF
    path.write_bytes(data)


def _flip_largest(folder: Path) -> None:
    _flip(max(_built(folder).glob("*.*"), key=lambda path: path.stat().st_size))


def _flip_each(suffix: str) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        for path in _built(folder).glob(f"*.{suffix}"):
            _flip(path)

    return damage


def _cut_each(folder: Path) -> None:
    for path in _built(folder).glob("*.*"):
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _lose_meta(folder: Path) -> None:
    (_built(folder) / "meta.json").unlink()


def _lose_all(folder: Path) -> None:
    for path in _built(folder).iterdir():
        path.unlink()


def _garble_pointer(folder: Path) -> None:
    (folder / INDEX.name / "current").write_bytes(b"\x00\xff{")


def _empty_pointer(folder: Path) -> None:
    (folder / INDEX.name / "current").write_bytes(b"")


DAMAGES = (
    _flip_largest, _flip_each("store"), _flip_each("term"), _flip_each("idx"), _flip_each("pos"), _flip_each("fast"), _cut_each,
    _lose_meta, _lose_all, _garble_pointer, _empty_pointer,
)  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_noticed_and_mended(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    with EmbeddedEngine(tmp_path, INDEX).rebuilding() as writer:
        writer.write(DOCUMENTS)
    damage(tmp_path)
    engine = EmbeddedEngine(tmp_path, INDEX)
    assert engine.examine() is Condition.DAMAGED
    with suppress(SearchUnavailable):
        assert engine.search(SearchRequest("鱼竿")).total <= len(DOCUMENTS)
    with engine.rebuilding() as writer:
        writer.write(DOCUMENTS)
    assert engine.examine() is Condition.READY
    assert len(found(engine, "鱼竿")) == 4
    engine.close()


@pytest.mark.parametrize("damage", [_cut_each, _lose_meta, _lose_all, _garble_pointer, _empty_pointer])
def test_what_cannot_be_opened_is_unavailable_not_an_error(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    with EmbeddedEngine(tmp_path, INDEX).rebuilding() as writer:
        writer.write(DOCUMENTS)
    damage(tmp_path)
    engine = EmbeddedEngine(tmp_path, INDEX)
    assert engine.condition() is Condition.DAMAGED
    with pytest.raises(SearchUnavailable):
        engine.search(SearchRequest("鱼竿"))
    with pytest.raises(SearchUnavailable), engine.changing():
        pass
    with pytest.raises(SearchUnavailable):
        list(engine.digests())
