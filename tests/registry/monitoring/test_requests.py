"""Every request has a number and a line in the log, which holds no secrets and nothing that visitors looked for."""

import json
import logging
from collections.abc import Iterator

import httpx
import pytest
from litestar import Litestar, get
from litestar.params import FromPath
from litestar.types import ASGIApp

from registry.monitoring.logs import JsonLine, PlainLine
from registry.monitoring.requests import observed
from registry.site.errors import answer_error

pytestmark = pytest.mark.anyio


@get("/records/{number:str}")
async def record(number: FromPath[str]) -> str:
    if number == "broken":
        raise RuntimeError("a fault\nof ours")
    return number


class Lines(logging.Handler):
    """Keeps what a formatter makes of the records while they are written."""

    def __init__(self, formatter: logging.Formatter) -> None:
        super().__init__()
        self.setFormatter(formatter)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def logged(request: pytest.FixtureRequest) -> Iterator[list[str]]:
    handler, logger = Lines(request.param()), logging.getLogger("registry")
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield handler.lines
    logger.removeHandler(handler)
    logger.setLevel(before)


def application(*, log_queries: bool = False) -> ASGIApp:
    app = Litestar([record], logging_config=None, exception_handlers={RuntimeError: answer_error})
    return observed(app, log_queries=log_queries)


async def ask(app: ASGIApp, address: str) -> httpx.Response:
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://registry.test") as client:
        return await client.get(
            address,
            headers={
                "authorization": "Bearer secret",
                "x-request-id": "foreign",
                "accept": "application/json",
            },
        )


@pytest.mark.parametrize("logged", [JsonLine], indirect=True)
async def test_the_log_tells_path_status_and_number_but_no_query_and_no_header(logged: list[str]) -> None:
    answer = await ask(application(), "/records/7?q=鱼竿")
    (line,) = map(json.loads, logged)
    assert line["message"] == "GET /records/7 200"
    assert line["request"] == answer.headers["x-request-id"] != "foreign"
    assert (line["level"], line["client"]) == ("info", "127.0.0.1")
    assert line["ms"] >= 0
    assert "secret" not in logged[0]


@pytest.mark.parametrize("logged", [JsonLine], indirect=True)
async def test_what_visitors_look_for_is_in_the_log_only_if_wanted(logged: list[str]) -> None:
    await ask(application(log_queries=True), "/records/7?q=鱼竿")
    assert json.loads(logged[0])["message"] == "GET /records/7?q=%E9%B1%BC%E7%AB%BF 200"


@pytest.mark.parametrize("logged", [JsonLine], indirect=True)
async def test_an_error_is_logged_under_the_number_of_its_request(logged: list[str]) -> None:
    answer = await ask(application(), "/records/broken")
    error, request = map(json.loads, logged)
    assert error["request"] == request["request"] == answer.headers["x-request-id"] == answer.json()["id"]
    assert "RuntimeError" in error["trace"]
    assert request["message"] == "GET /records/broken 500"


@pytest.mark.parametrize("logged", [PlainLine], indirect=True)
async def test_no_address_can_begin_a_line_of_its_own(logged: list[str]) -> None:
    await ask(application(), "/records/a%0A2026-01-01%20INFO%20forged")
    assert [line.count("\n") for line in logged] == [0]
    assert "GET /records/a%0A2026-01-01%20INFO%20forged 200" in logged[0]
