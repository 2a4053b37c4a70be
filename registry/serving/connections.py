"""How long a connection may keep a place without doing its part.

uvicorn waits for ever for the rest of a request and for an answer to be taken. Here the head of a request has to be
there within seconds, its body has to come, and the answer has to be taken, at a rate that any telephone reaches.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.auto import AutoHTTPProtocol

HEAD_SECONDS = 15.0
HEAD_BYTES = 64 * 1024
"""uvicorn's usual parser stops at 16 KiB by itself, its quick one never."""
BODY_BYTES_A_SECOND = 1024
"""A body may take longer than a head by as many seconds as it has bytes over this."""
TAKING_SECONDS = 30.0
"""How long an answer may wait for the other side to take some 50 kB of it."""


class BoundedConnection(AutoHTTPProtocol):  # type: ignore[misc, valid-type]  # which of two classes it is, uvicorn finds out
    """A connection that is closed when the other side lets it wait."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._due = 0.0
        self._head = 0
        self._waiting: asyncio.TimerHandle | None = None
        self._untaken: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:
        """A request is due."""
        super().connection_made(transport)
        self._await_request()

    def data_received(self, data: bytes) -> None:
        """Some of a request is there, or all of it."""
        if self._waiting is None:
            self._await_request()
        super().data_received(data)
        if self._complete():
            self._awaited()
        elif self._in_body():
            self._due += len(data) / BODY_BYTES_A_SECOND
        else:
            self._head += len(data)
            if self._head > HEAD_BYTES:
                self._give_up()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is due any more."""
        self._awaited()
        self.resume_writing()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """The other side does not take what was sent."""
        super().pause_writing()
        if self._untaken is None:
            self._untaken = self.loop.call_later(TAKING_SECONDS, self._give_up)

    def resume_writing(self) -> None:
        """It has taken enough."""
        if self._untaken is not None:
            self._untaken.cancel()
            self._untaken = None
        super().resume_writing()

    def _in_body(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete and self.cycle.more_body

    def _complete(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete and not self.cycle.more_body

    def _await_request(self) -> None:
        self._head = 0
        self._due = self.loop.time() + HEAD_SECONDS
        self._waiting = self.loop.call_at(self._due, self._look)

    def _awaited(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _look(self) -> None:
        if self.loop.time() < self._due:
            self._waiting = self.loop.call_at(self._due, self._look)
        else:
            self._give_up()

    def _give_up(self) -> None:
        self._awaited()
        if not self.transport.is_closing():
            self.transport.abort()
