"""Connections that let the server wait are closed; those that do their part are not."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import uvicorn
from litestar import Litestar, Request, get, post
from litestar.response import Stream

from registry.serving import connections
from registry.serving.connections import BoundedConnection

pytestmark = pytest.mark.anyio

SHORT = 0.3


@get("/")
async def small() -> str:
    return "small"


@get("/slow")
async def slow() -> str:
    await asyncio.sleep(3 * SHORT)
    return "slow"


@get("/large")
async def large() -> Stream:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(1000):
            yield b"x" * 100_000

    return Stream(pieces())


@post("/", status_code=200)
async def taken(request: Request) -> str:
    return str(len(await request.body()))


@asynccontextmanager
async def connected() -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    app = Litestar([small, slow, large, taken], logging_config=None)
    server = uvicorn.Server(
        uvicorn.Config(
            app, port=0, http=BoundedConnection, ws="none", log_config=None, timeout_graceful_shutdown=1
        )
    )
    serving = asyncio.create_task(server._serve())
    while not server.started:  # noqa: ASYNC110 - the server has no event for it
        await asyncio.sleep(0.01)
    reader, writer = await asyncio.open_connection(*server.servers[0].sockets[0].getsockname()[:2])
    try:
        yield reader, writer
    finally:
        writer.transport.abort()
        server.should_exit = True
        await serving


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HEAD_SECONDS", "TAKING_SECONDS"):
        monkeypatch.setattr(connections, name, SHORT)


async def closed(reader: asyncio.StreamReader) -> bytes:
    """What comes before the other side closes the connection, one way or the other."""
    received = b""
    try:
        async with asyncio.timeout(20):
            while piece := await reader.read(65536):
                received += piece
    except ConnectionError:
        pass
    return received


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("begun", [b"", b"GET / HTTP/1.1\r\nHost: a\r\n"])
async def test_a_head_that_does_not_come_is_not_waited_for(begun: bytes) -> None:
    async with connected() as (reader, writer):
        writer.write(begun)
        assert await closed(reader) == b""


@pytest.mark.usefixtures("impatient")
async def test_a_head_that_comes_in_drops_is_not_waited_for() -> None:
    async with connected() as (reader, writer):
        writer.write(b"GET / HTTP/1.1\r\n")
        for number in range(200):
            writer.write(b"X-Drop: %d\r\n" % number)
            await asyncio.sleep(0.02)
            if writer.transport.is_closing() or reader.at_eof() or reader.exception():
                break
        else:
            pytest.fail("still open")


@pytest.mark.usefixtures("impatient")
async def test_a_body_that_stops_is_not_waited_for() -> None:
    async with connected() as (reader, writer):
        writer.write(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nabc")
        assert b"200 OK" not in await closed(reader)


@pytest.mark.usefixtures("impatient")
async def test_a_body_that_comes_steadily_may_take_longer() -> None:
    async with connected() as (reader, writer):
        writer.write(b"POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 10000\r\n\r\n")
        for _ in range(10):
            writer.write(b"x" * 1000)
            await asyncio.sleep(SHORT / 5)
        assert (await closed(reader)).endswith(b"10000")


@pytest.mark.usefixtures("impatient")
async def test_an_answer_that_takes_long_is_given_and_the_next_one_too() -> None:
    async with connected() as (reader, writer):
        for address, last in ((b"/slow", b""), (b"/slow", b"Connection: close\r\n")):
            writer.write(b"GET %b HTTP/1.1\r\nHost: a\r\n%b\r\n" % (address, last))
            if not last:
                await reader.readuntil(b"slow")
        assert (await closed(reader)).endswith(b"slow")


@pytest.mark.usefixtures("impatient")
async def test_an_answer_that_is_not_taken_is_broken_off() -> None:
    async with connected() as (reader, writer):
        writer.write(b"GET /large HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        await asyncio.sleep(4 * SHORT)
        assert 0 < len(await closed(reader)) < 100_000_000


async def test_a_head_without_end_is_refused() -> None:
    async with connected() as (reader, writer):
        writer.write(b"GET / HTTP/1.1\r\nX: " + b"x" * 200_000)
        assert b"200 OK" not in await closed(reader)
