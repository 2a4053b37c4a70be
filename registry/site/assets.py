"""Static files under an address that changes with their content, so that they may be cached for ever."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from litestar import Router
from litestar.datastructures import CacheControlHeader
from litestar.static_files import create_static_files_router

from registry.accounts.guarding import PUBLIC

STATIC = Path(__file__).parent / "static"
YEAR = 31_536_000


@cache
def version() -> str:
    """Twelve hex digits that stand for the content of all static files together."""
    digest = sha256()
    for path in sorted(path for path in STATIC.rglob("*") if path.is_file()):
        digest.update(path.relative_to(STATIC).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def address(name: str) -> str:
    """Where a static file is served, such as `base.css`."""
    return f"/static/{version()}/{name}"


def static_router() -> Router:
    """The route that serves them."""
    return create_static_files_router(
        path=f"/static/{version()}",
        directories=[STATIC],
        opt=PUBLIC,
        cache_control=CacheControlHeader(max_age=YEAR, public=True, immutable=True),
    )
