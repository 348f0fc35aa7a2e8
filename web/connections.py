"""The server's connections: one that sends no request does not stay open."""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEADERS_S = 30.0  # for the headers of a request to arrive in full


class PatientProtocol(HttpToolsProtocol):
    """Closes a connection whose next request does not begin, or whose headers do not end, in time.

    The bounds of the application begin where the headers end, and the time that the server gives between
    two requests ends with the first byte of the next.
    """

    _awaiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first request."""
        super().connection_made(transport)
        self._await_headers()

    def data_received(self, data: bytes) -> None:
        """Wait on, or for the next request once one is answered."""
        super().data_received(data)
        if self.cycle is None or self.cycle.response_complete:
            self._await_headers()

    def on_headers_complete(self) -> None:
        """The application has its own bounds from here on."""
        self._stop_waiting()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing to wait for."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _await_headers(self) -> None:
        if self._awaiting is None and not self.transport.is_closing():
            self._awaiting = self.loop.call_later(HEADERS_S, self.transport.close)

    def _stop_waiting(self) -> None:
        if self._awaiting is not None:
            self._awaiting.cancel()
            self._awaiting = None
