"""Who calls: a person signed in, or a program with a token of that person."""

from dataclasses import dataclass
from typing import Any

from registry.accounts.permissions import Organisation, Permission, Role


@dataclass(frozen=True, slots=True)
class Caller:
    """One person, on one device or through one token.

    `unit`: township name, credit code of the enterprise, or name of the agency; empty for the bureau. `whole`: the
    second factor was shown or is not needed; until then nothing but showing it is permitted. `session`: number of
    the session, None for a token.
    """

    account: int
    login: str
    name: str
    organisation: Organisation
    unit: str
    roles: frozenset[Role]
    permissions: frozenset[Permission]
    session: int | None
    whole: bool

    def may(self, permission: Permission | str) -> bool:
        """Whether this is granted."""
        return permission in self.permissions


def caller_of(scope: Any) -> Caller | None:
    """The caller of a request, from its ASGI scope; None for anyone."""
    found = scope.get("user")
    return found if isinstance(found, Caller) else None
