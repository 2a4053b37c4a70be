"""All rooms put together into one application; the only place that knows them all."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from copy import copy
from functools import cache
from typing import Any

from litestar import Litestar, Request, Router
from litestar.datastructures import State
from litestar.di import Provide
from litestar.events import SimpleEventEmitter
from litestar.openapi import OpenAPIConfig
from litestar.types import ASGIApp

from registry.accounts.caller import caller_of
from registry.accounts.guarding import PUBLIC, permitted, require_declared, within_reach
from registry.accounts.identity import KnownCaller
from registry.accounts.pages import ROUTES as ACCOUNT_PAGES
from registry.accounts.pages.answering import Entrance
from registry.accounts.scope import Scope
from registry.candidates import api as candidate_api
from registry.candidates import pages as candidate_pages
from registry.corrections import pages as correction_pages
from registry.database.engine import open_database
from registry.documenting import pages as documenting_pages
from registry.documenting.schema import Described, told_like_others
from registry.enterprises import api as enterprise_api
from registry.enterprises import pages as enterprise_pages
from registry.enterprises.dossier import keeping_pages as dossier_pages
from registry.enterprises.ladder import criteria_pages as ladder_criteria_pages
from registry.enterprises.ladder import pages as ladder_pages
from registry.enterprises.ladder import titles_page as ladder_titles_page
from registry.enterprises.ladder.boards import Boards
from registry.enterprises.merging import pages as merging_pages
from registry.enterprises.roster import bulk_pages as roster_bulk_pages
from registry.enterprises.roster import pages as roster_pages
from registry.imports import pages as import_pages
from registry.indexing.declared import KINDS
from registry.licensing import api as offer_api
from registry.monitoring import api as monitoring
from registry.monitoring.logs import configure_logs
from registry.monitoring.requests import observed
from registry.monitoring.sampling import sampled
from registry.navigation import api as project_api
from registry.navigation import pages as project_pages
from registry.opendata import api as open_data_api
from registry.opendata import pages as open_data_pages
from registry.patents import api as patent_api
from registry.patents import pages as patent_pages
from registry.searching import api as search_api
from registry.searching import pages as search_pages
from registry.searching.library import Library
from registry.serving.heads import answering_heads
from registry.serving.hosts import KnownHosts, known_hosts
from registry.serving.server import ending_with_parent
from registry.settings import Settings, load
from registry.site import crawling
from registry.site import pages as site_pages
from registry.site.assets import static_router
from registry.site.caching import Revalidated, compression
from registry.site.errors import answer_error
from registry.site.headers import add_security_headers
from registry.site.languages import Language
from registry.site.rendering import Site
from registry.views import pages as view_pages

PAGES = [
    *site_pages.ROUTES,
    *search_pages.ROUTES,
    *patent_pages.ROUTES,
    *enterprise_pages.ROUTES,
    *dossier_pages.ROUTES,
    *merging_pages.ROUTES,
    *ladder_pages.ROUTES,
    *ladder_criteria_pages.ROUTES,
    *ladder_titles_page.ROUTES,
    *roster_pages.ROUTES,
    *roster_bulk_pages.ROUTES,
    *project_pages.ROUTES,
    *open_data_pages.ROUTES,
    *documenting_pages.ROUTES,
    *import_pages.ROUTES,
    *correction_pages.ROUTES,
    *view_pages.ROUTES,
    *candidate_pages.ROUTES,
    *ACCOUNT_PAGES,
]
API = [
    *open_data_api.ROUTES,
    *search_api.ROUTES,
    *patent_api.ROUTES,
    *enterprise_api.ROUTES,
    *candidate_api.ROUTES,
    *offer_api.ROUTES,
    *project_api.ROUTES,
]

BODY_BYTES = 1024 * 1024
"""The largest body of a request, where a route does not say otherwise."""
STATEMENT_SECONDS = 30
"""How long the database may work on one statement of a page."""


def create_app(settings: Settings) -> Litestar:
    """The application for these settings; its lifespan opens the database."""
    app = _apart(_routed())
    library = Library.of(settings)
    app.state.settings = settings
    app.state.hosts = known_hosts(settings)
    app.state.site = Site.of(settings)
    app.state.monitored = monitoring.Monitored(settings, [library.engines[index.name] for index in KINDS])
    app.state.library = library
    app.state.entrance = Entrance.of(settings)
    app.state.boards = Boards()
    return app


def _apart(routed: Litestar) -> Litestar:
    """An application with these routes and a state and a lifespan of its own."""
    app = copy(routed)
    app.state = State()
    app.event_emitter = SimpleEventEmitter([])
    app.asgi_router = copy(routed.asgi_router)
    app.asgi_router.app = app
    return app


@asynccontextmanager
async def _database(app: Litestar) -> AsyncIterator[None]:
    """The database of the application, open, and what works on it."""
    state = app.state
    with closing(state.library):
        async with (
            open_database(state.settings, STATEMENT_SECONDS) as engine,
            sampled(engine),
            state.boards.working(),
        ):
            yield


@cache
def _routed() -> Litestar:
    """All routes, which no setting changes: made once, as Litestar takes a third of a second to look at them."""
    app = Litestar(
        route_handlers=[
            *monitoring.ROUTES,
            static_router(),
            Router("/", route_handlers=[*crawling.ROUTES, *open_data_pages.FILES], include_in_schema=False),
            Router("/api/v1", route_handlers=API),
            *(
                Router(language.prefix or "/", route_handlers=PAGES, include_in_schema=False)
                for language in Language
            ),
        ],
        dependencies={"caller_scope": Provide(caller_scope, sync_to_thread=False)},
        guards=[permitted, within_reach],
        exception_handlers={Exception: answer_error},
        before_send=[add_security_headers],
        lifespan=[ending_with_parent, _database],
        request_max_body_size=BODY_BYTES,
        middleware=[compression(), KnownHosts(), KnownCaller(), Revalidated()],
        openapi_config=OpenAPIConfig(
            title="知识产权登记簿",
            version="1",
            description="企业、专利、开放许可和专利导航项目的公开数据。Public data of the registry.",
            path="/api/v1",
            render_plugins=[Described(path="/openapi.json")],
            openapi_router=Router(
                "/api/v1",
                route_handlers=[],
                opt=PUBLIC,
                include_in_schema=False,
                after_request=told_like_others,
                response_headers={"vary": "Accept-Language"},
            ),
        ),
        logging_config=None,
    )
    return require_declared(app)


def caller_scope(request: Request[Any, Any, Any]) -> Scope:
    """What whoever asks may see."""
    return Scope.of(caller_of(request.scope))


def app_from_environment() -> ASGIApp:
    """The application for the settings of the environment, as a server program starts it."""
    settings = load()
    configure_logs(settings)
    return observed(answering_heads(create_app(settings)), log_queries=settings.log_queries)
