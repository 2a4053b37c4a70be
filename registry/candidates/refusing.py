"""Why something asked of a candidate or a round is not done; what was typed is shown again with it."""

from registry.site.refusing import Refusal
from registry.site.texts import Text, marked

CHECK = Text(marked("有几处需要改，内容还没有保存"))
"""What to say above a form whose fields say the rest."""


class Refused(Refusal):
    """A candidate or round is not changed like this."""


class Overtaken(Refused):
    """Somebody else changed the record since it was read (乐观锁); nothing was written."""
