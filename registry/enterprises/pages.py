"""The pages of enterprises."""

from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from registry.accounts.guarding import PUBLIC
from registry.accounts.scope import Scope
from registry.candidates.queries import CandidateQuery
from registry.candidates.queries import candidates as candidacies
from registry.enterprises.api import found_enterprise
from registry.patents import queries as patents
from registry.site.rendering import site_of

PATENTS_SHOWN, OPEN_SHOWN = 20, 6


@get("/enterprises/{key:str}", opt=PUBLIC)
async def show_enterprise(
    request: Request[Any, Any, Any], caller_scope: NamedDependency[Scope], key: FromPath[str]
) -> Response[str]:
    """One enterprise with the patents that carry its names."""
    found = await found_enterprise(caller_scope, key)
    holder = (found.names, found.record["credit_code"])
    return site_of(request).page(
        request,
        "enterprises/detail.html",
        enterprise=found,
        patents=await patents.patents_of(caller_scope, *holder, PATENTS_SHOWN),
        licensable=await patents.patents_of(caller_scope, *holder, OPEN_SHOWN, open_only=True),
        counts=await patents.counts_of(caller_scope, *holder),
        owned=urlencode([("owner", name) for name in found.names]),
        own=caller_scope.owns(found.record["township"], found.record["credit_code"]),
        candidacies=await candidacies(caller_scope, CandidateQuery(enterprise=found.key)),
        ranked=caller_scope.ranks(found.record["township"], found.record["credit_code"]),
    )


ROUTES = [show_enterprise]
