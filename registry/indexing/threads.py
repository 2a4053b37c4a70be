"""Engines work without asyncio: their calls run in a thread, and are waited for even when the caller is cancelled."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager, asynccontextmanager
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


async def in_thread(call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run in a thread. A cancellation takes effect when the call has ended, so that nothing runs on unattended."""
    running = asyncio.ensure_future(asyncio.to_thread(call, *args, **kwargs))
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.wait([running])
        raise


@asynccontextmanager
async def entered(context: AbstractContextManager[T]) -> AsyncIterator[T]:
    """A context manager whose beginning and end run in a thread; what has begun is ended, whatever comes between."""
    beginning = asyncio.ensure_future(asyncio.to_thread(context.__enter__))
    try:
        yield await asyncio.shield(beginning)
    except BaseException as error:
        await asyncio.wait([beginning])
        if not beginning.cancelled() and beginning.exception() is None:
            await in_thread(context.__exit__, type(error), error, error.__traceback__)
        raise
    else:
        await in_thread(context.__exit__, None, None, None)
