"""`faq serve`."""

from __future__ import annotations

import signal

import click

from assistant.cli.shared import corpus_option, settings


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
    """Serve the support page and the HTTP API."""
    import uvicorn

    from web.app import create_app

    chosen = settings()
    app = create_app(chosen, on_failure=lambda: setattr(server, "should_exit", True))
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=30,
    )
    server = uvicorn.Server(config)
    # The server stops on these by itself, then raises them once more: that is not a failure.
    signal.signal(signal.SIGTERM, lambda *_: None)
    signal.signal(signal.SIGINT, lambda *_: None)
    click.echo(f"Serving {chosen.corpus.name} on http://{host}:{port}")
    server.run()
    error = app.state.loading.exception() if hasattr(app.state, "loading") else None
    if error is not None:
        raise error
    click.echo("stopped")
