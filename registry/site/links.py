"""Links that keep what is chosen on a list page and change one thing."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from registry.site.languages import Language, localised

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Here:
    """The address of the page being shown, in a language."""

    path: str
    language: Language
    query: Pairs

    def __str__(self) -> str:
        return self._address(self.query)

    def changed(self, **changes: object) -> str:
        """The same list with some parameters set, or taken away with None. Starts at page 1 again."""
        kept = [(name, value) for name, value in self.query if name not in changes and name != "page"]
        added = [(name, str(value)) for name, value in changes.items() if value not in (None, "")]
        return self._address([*kept, *added])

    def without(self, *names: str) -> str:
        """The same list with whole parameters taken away."""
        return self.changed(**dict.fromkeys(names))

    def query_with(self, **changes: object) -> str:
        """What is chosen here as the query of another address, with some parameters set."""
        return self.changed(**changes).partition("?")[2]

    def names(self) -> set[str]:
        """The parameters that are given."""
        return {name for name, value in self.query if value}

    def _address(self, query: Pairs) -> str:
        text = urlencode([(name, value) for name, value in query if value != ""])
        path = localised(self.path, self.language)
        return f"{path}?{text}" if text else path
