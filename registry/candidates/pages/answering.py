"""What the handlers of candidate pages share."""

from typing import Any

from registry.accounts.guarding import needs
from registry.accounts.pages.answering import caller_needed
from registry.accounts.permissions import Permission
from registry.accounts.scope import Scope
from registry.candidates.api import NO_SUCH_CANDIDATE, NO_SUCH_ROUND
from registry.site.errors import RecordNotFoundError
from registry.site.forms import Page
from registry.site.negotiation import AnyRequest
from registry.site.rendering import site_of
from registry.site.texts import Text

BUREAU = needs(Permission.EDIT_REGISTER)


def shown(request: AnyRequest, template: str, status: int = 200, **context: Any) -> Page:
    """A page that is kept nowhere."""
    return site_of(request).page(request, f"candidates/{template}", internal=True, status=status, **context)


def scope_of(request: AnyRequest) -> Scope:
    """What the caller sees."""
    return Scope.of(caller_needed(request))


def no_candidate(number: int) -> RecordNotFoundError:
    """What to say where there is none; the same whether it is missing or not for these eyes."""
    return RecordNotFoundError(Text(NO_SUCH_CANDIDATE, {"number": number}))


def no_round(number: object) -> RecordNotFoundError:
    """What to say where there is no such round."""
    return RecordNotFoundError(Text(NO_SUCH_ROUND, {"number": number}))
