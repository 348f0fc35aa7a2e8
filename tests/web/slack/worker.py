"""One worker in a process of its own: what `faq serve` runs, on the tests' small FAQ.

Settings come from the environment; the port is printed once deliveries are taken, the log goes to stderr.
"""

import logging
import threading

import uvicorn

from assistant.settings import load_settings
from tests.web.conftest import open_library
from web.app import create_app
from web.slack import delivery, mount


def main() -> None:
    """Serve on a free port until told to stop."""
    logging.basicConfig(level=logging.WARNING)
    delivery.FIRST_WAIT_S = 0.05
    mount.REQUEST_TIMEOUT_S = 3.0
    app = create_app(load_settings(), open_assistant=open_library)
    server = uvicorn.Server(
        uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None, access_log=False)
    )
    threading.Thread(target=announce, args=(server, app), daemon=True).start()
    server.run()


def announce(server: uvicorn.Server, app: object) -> None:
    """Print the port when the FAQ is loaded."""
    polling = threading.Event()
    while not server.started:
        polling.wait(0.05)
    app.state.loading.result()  # type: ignore[attr-defined]
    print(server.servers[0].sockets[0].getsockname()[1], flush=True)


if __name__ == "__main__":
    main()
