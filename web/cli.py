"""`faq serve`."""

from __future__ import annotations

import signal
import socket
from math import ceil
from typing import TYPE_CHECKING

import click

from assistant.cli.shared import corpus_option, settings
from assistant.errors import FaqError

if TYPE_CHECKING:
    import uvicorn
    from fastapi import FastAPI

    from assistant.settings import Settings

_BACKLOG = 2048  # connections that wait to be taken, as uvicorn has it


class AddressError(FaqError):
    """The host and port to listen on are taken, or not this machine's."""


@click.command()
@click.option(
    "--host", default="127.0.0.1", envvar="HOST", show_default=True, help="Address to listen on."
)
@click.option(
    "--port",
    default=8000,
    envvar="PORT",
    show_default=True,
    type=click.IntRange(0, 65535),
    help="Port to listen on; 0 takes a free one.",
)
@corpus_option
def serve(host: str, port: int) -> None:
    """Serve the support page and the HTTP API until told to stop; requests under way are finished."""
    from web.app import create_app
    from web.logs import configure_logging

    chosen = settings()
    listening = _bound(host, port)
    configure_logging()
    app = create_app(chosen, on_failure=lambda: setattr(server, "should_exit", True))
    server = _server(app, chosen, host)
    # The server stops on these by itself, then raises them once more: that is not a failure.
    signal.signal(signal.SIGTERM, lambda *_: None)
    signal.signal(signal.SIGINT, lambda *_: None)
    server.run(sockets=[listening])
    error = app.state.loading.exception() if app.state.loading else None
    if error is not None:
        raise error
    click.echo("stopped")


def _bound(host: str, port: int) -> socket.socket:
    """A socket that listens there; here rather than in the server, which would log the error as JSON."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except OSError as error:
        raise AddressError(
            f"{host}:{port} cannot be listened on: {error.strerror}: give another --host or --port"
        ) from None


def _server(app: FastAPI, chosen: Settings, host: str) -> uvicorn.Server:
    import uvicorn

    from web.connections import PatientProtocol

    class Announcing(uvicorn.Server):
        """Says where it listens once it does."""

        async def startup(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]
            await super().startup(sockets)  # type: ignore[arg-type]
            if self.started:
                bound = self.servers[0].sockets[0].getsockname()[1]
                shown = f"[{host}]" if ":" in host else host
                click.echo(f"Serving {chosen.corpus.name} on http://{shown}:{bound}")

    return Announcing(
        uvicorn.Config(
            app,
            http=PatientProtocol,
            access_log=False,
            log_config=None,
            server_header=False,
            proxy_headers=bool(chosen.trusted_proxies),
            forwarded_allow_ips=chosen.trusted_proxies or None,
            timeout_graceful_shutdown=ceil(chosen.request_timeout_s),
        )
    )
