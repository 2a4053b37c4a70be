"""The pages of the site, read from its own table of routes: a new page is visited without being named here."""

import re
from collections.abc import Iterable

import httpx

from registry.accounts.guarding import declared, handlers_of
from registry.accounts.permissions import Permission
from registry.app import create_app
from registry.site.languages import Language, bare_path, language_of_path, localised
from tests.journeys.stack import Running
from tests.registry.site.records import REEL, SHILANG_CODE, number

VALUES = {
    "/patents/{number:str}": number(REEL),
    "/enterprises/{key:str}": SHILANG_CODE,
    "/projects/{key:str}": "id-1",
    "/imports/{number:int}": "1",
    "/imports/{number:int}/rows/{sheet:int}": "0",
    "/imports/{number:int}/rows/{sheet:int}/{row:int}": "2",
    "/accounts/{number:int}": "1",
    "/candidates/{number:int}": "1",
    "/candidate-rounds/{number:int}": "1",
}
"""What stands in the last place of an address that begins so: a new place needs an entry."""
DATA = (
    "/api/",
    "/static/",
    "/sitemaps/",
    "/open-data/",
    "/candidates/{number:int}/attachments/",
    "/views/{number:int}",
)
"""Where addresses with places lead to no pages: to data, files, or on to a list as it was saved."""
STATES = (
    "/patents?q=鱼竿&offer=open&type=invention",
    "/patents?q=绝无此物",
    "/patents?q=202119903127.5",
    "/patents?page=9",
    "/patents?year_from=x",
    "/enterprises?q=渔具",
    "/needs?text=碳纤维渔竿容易断裂",
    "/nowhere",
)
"""What pages show besides their first sight: filters, nothing found, a wrong check digit, beyond the last, refusals."""


def pages(
    running: Running, language: Language, permissions: Iterable[Permission], cookies: dict[str, str]
) -> list[str]:
    """The address of every page in a language that needs one of these permissions; data and files are none."""
    wanted = frozenset(permissions)
    values = {**VALUES, **running.places}
    paths = {
        _filled(path, values): "{" in path
        for path, handler in handlers_of(create_app(running.settings))
        if "GET" in getattr(handler, "http_methods", ())
        and declared(handler) in wanted
        and language_of_path(path) is language
        and not (bare_path(path).startswith(DATA) and "{" in path)
    }
    with httpx.Client(base_url=running.address, cookies=cookies, trust_env=False, timeout=60) as client:
        return [path for path in sorted(paths) if _is_page(client, path, an_example=paths[path])]


def _filled(path: str, values: dict[str, str]) -> str:
    filled, at = "", 0
    for place in re.finditer(r"{\w+:\w+}", path):
        known = bare_path(path[: place.end()])
        if known not in values:
            raise LookupError(f"name what stands in the last place of {known} in {__name__}.VALUES")
        filled += path[at : place.start()] + values[known]
        at = place.end()
    return filled + path[at:]


def _is_page(client: httpx.Client, path: str, *, an_example: bool) -> bool:
    """Nothing but the head is read."""
    with client.stream("GET", path, headers={"accept": "text/html"}) as answer:
        if an_example and answer.status_code == 404:
            raise LookupError(f"{path} is not there: correct {__name__}.VALUES")
        return answer.headers.get("content-type", "").startswith("text/html")


def public_pages(running: Running, language: Language) -> list[str]:
    """Every page that anyone may see, in a language, and the states of some."""
    states = STATES if language is Language.CHINESE else [localised(path, language) for path in STATES[:2]]
    return [*pages(running, language, [Permission.PUBLIC], {}), *states]
