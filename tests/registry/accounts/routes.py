"""Every route of the application as it declares itself, so that a new one is tested without being named anywhere."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from registry.accounts.guarding import declared, handlers_of
from registry.accounts.permissions import Permission
from registry.app import create_app
from registry.settings import Settings

NOWHERE = {"int": "1000000007", "str": "x", "path": "x"}
"""What stands for a part of an address, by its type: nothing has it."""
PART = re.compile(r"{(\w+):(\w+)}")


@dataclass(frozen=True)
class Route:
    """One method of one path."""

    method: str
    path: str
    permission: Permission

    @property
    def parts(self) -> dict[str, str]:
        """Names and types of what varies in the path."""
        return dict(PART.findall(self.path))

    @property
    def reads(self) -> bool:
        """Whether it only shows something."""
        return self.method in ("GET", "HEAD")

    @property
    def api(self) -> bool:
        """Whether programs call it, rather than browsers."""
        return self.path.startswith("/api/")

    def address(self, values: Mapping[str, str] = NOWHERE) -> str:
        """An address of it, its parts filled by type."""
        return PART.sub(lambda part: values[part[2]], self.path)


@cache
def routes() -> tuple[Route, ...]:
    """Every method of every path, in Chinese and English."""
    app = create_app(Settings())
    return tuple(
        Route(method, path, declared(handler))
        for path, handler in handlers_of(app)
        for method in sorted(getattr(handler, "http_methods", ()))
        if method not in ("HEAD", "OPTIONS")
    )
