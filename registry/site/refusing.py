"""Why something is not done as asked, in words for a page."""

from collections.abc import Mapping

from registry.site.texts import Text


class Refusal(Exception):
    """Not done as asked. `text` says why; `faults` by field of the form where it lies there."""

    def __init__(self, text: Text, faults: Mapping[str, Text] | None = None) -> None:
        super().__init__(text.message)
        self.text = text
        self.faults = dict(faults or {})
