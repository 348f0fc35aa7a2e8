"""`faq serve`."""

from __future__ import annotations

import click

from assistant.cli.shared import corpus_option, notify, settings


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@corpus_option
def serve(host: str, port: int) -> None:
    """Serve a page that answers questions."""
    from assistant.assistant import Assistant
    from web.app import make_server

    assistant = Assistant.open(settings(), notify=notify)
    server = make_server(assistant, host, port)
    click.echo(f"Serving {assistant.index.corpus.title} on http://{host}:{server.server_port}")
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        click.echo("stopped")
    finally:
        server.server_close()
