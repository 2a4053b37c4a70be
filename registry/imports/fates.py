"""What became of a row (每行去向)."""

from enum import IntEnum


class Fate(IntEnum):
    """One fate a row, the weightiest first: a row that fills several records has the least number."""

    NEW = 1
    CHANGED = 2
    CONFLICTING = 3
    UNCHANGED = 4
    REPEATED = 5
    REFUSED = 6

    @property
    def word(self) -> str:
        """The name used in reports and JSON."""
        return self.name.lower()

    @property
    def label(self) -> str:
        """The word an officer reads."""
        return _LABELS[self]


_LABELS = {
    Fate.NEW: "新增",
    Fate.CHANGED: "更新",
    Fate.CONFLICTING: "冲突",
    Fate.UNCHANGED: "未变",
    Fate.REPEATED: "重复",
    Fate.REFUSED: "退回",
}
