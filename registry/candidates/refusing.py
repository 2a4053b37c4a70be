"""Why something asked of a candidate or a round is not done; what was typed is shown again with it."""

from registry.candidates.rules import Faults
from registry.site.texts import Text, marked

CHECK = Text(marked("有几处需要改，内容还没有保存"))
"""What to say above a form whose fields say the rest."""


class Refused(Exception):
    """Not done as asked. `text` says why; `faults` by field of the form where it lies there."""

    def __init__(self, text: Text, faults: Faults | None = None) -> None:
        super().__init__(text.message)
        self.text = text
        self.faults = faults or {}


class Overtaken(Refused):
    """Somebody else changed the record since it was read (乐观锁); nothing was written."""
