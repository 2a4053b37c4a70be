"""Whether a caller wants a page or JSON, and in which language."""

from typing import Any

from litestar import Request

from registry.site.languages import Language, language_of_path, preferred_language

AnyRequest = Request[Any, Any, Any]


def wants_json(request: AnyRequest) -> bool:
    """JSON below `/api/`, else what the Accept header puts first; a page in doubt."""
    if request.scope["path"].startswith("/api/"):
        return True
    return request.accept.best_match(["text/html", "application/json"], "text/html") == "application/json"


def language_of(request: AnyRequest) -> Language:
    """Pages say it in their address, the API by `Accept-Language`."""
    if wants_json(request):
        return preferred_language(request.headers.get("accept-language", ""))
    return language_of_path(request.scope["path"])
