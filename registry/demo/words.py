"""Words of the same meaning in the fields of the district."""

from pathlib import Path

from registry.indexing.synonyms import read_file

FILE = Path(__file__).parent / "synonyms.txt"


def demo_synonyms() -> list[tuple[str, ...]]:
    """The groups that the demonstration begins with."""
    return read_file(FILE.read_text(encoding="utf-8"))
