"""Work that fails is begun again, and keeps nothing beside it from going on."""

import asyncio
import logging
from itertools import pairwise

import pytest

from registry.supervising import all_supervised, supervised

pytestmark = pytest.mark.anyio


async def test_an_error_is_told_and_the_work_begun_again(caplog: pytest.LogCaptureFixture) -> None:
    tries = []

    async def work() -> None:
        tries.append(True)
        if len(tries) < 4:
            raise ValueError("mishap")

    with caplog.at_level(logging.ERROR):
        await supervised("indexing", work, first_pause=0.001)
    assert len(tries) == 4
    assert [record.message.split(";")[0] for record in caplog.records] == ["indexing failed"] * 3
    assert "mishap" in caplog.text


async def test_the_pause_grows() -> None:
    began = []

    async def work() -> None:
        began.append(asyncio.get_running_loop().time())
        if len(began) < 5:
            raise ValueError

    await supervised("x", work, first_pause=0.01)
    pauses = [later - earlier for earlier, later in pairwise(began)]
    assert all(pause >= 0.01 * 2**place for place, pause in enumerate(pauses))


async def test_one_that_fails_does_not_stop_the_other_and_both_end_when_cancelled() -> None:
    ticks = 0
    ended = []

    async def failing() -> None:
        raise ValueError

    async def steady() -> None:
        nonlocal ticks
        try:
            while True:
                ticks += 1
                await asyncio.sleep(0.001)
        finally:
            ended.append(True)

    running = asyncio.create_task(all_supervised({"failing": failing, "steady": steady}))
    while ticks < 20:  # noqa: ASYNC110 - what is waited for tells nobody
        await asyncio.sleep(0.001)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert ended == [True]
