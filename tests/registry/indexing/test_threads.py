"""Work in threads is never left unattended."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from registry.indexing.threads import entered, in_thread

pytestmark = pytest.mark.anyio


async def test_a_cancellation_waits_for_the_call_to_end() -> None:
    going, ended = threading.Event(), []

    def call() -> None:
        going.wait(5)
        ended.append(True)

    running = asyncio.create_task(in_thread(call))
    await asyncio.sleep(0.01)
    running.cancel()
    await asyncio.sleep(0.01)
    assert not running.done()
    going.set()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert ended == [True]


@pytest.mark.parametrize("early", [True, False])
async def test_what_has_begun_is_ended_when_cancelled(early: bool) -> None:
    going, seen = threading.Event(), []

    @contextmanager
    def context() -> Iterator[None]:
        going.wait(5)
        seen.append("begun")
        try:
            yield
        except BaseException as error:
            seen.append(type(error).__name__)
            raise

    async def work() -> None:
        async with entered(context()):
            await asyncio.sleep(60)

    if not early:
        going.set()
    running = asyncio.create_task(work())
    await asyncio.sleep(0.05)
    running.cancel()
    going.set()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert seen == ["begun", "CancelledError"]


async def test_what_did_not_begin_is_not_ended() -> None:
    @contextmanager
    def context() -> Iterator[None]:
        raise ValueError("no")
        yield

    with pytest.raises(ValueError, match="no"):
        async with entered(context()):
            pass
