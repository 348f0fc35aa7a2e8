"""Connections to a real server that send less than a request."""

import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import uvicorn

from assistant.settings import load_settings
from web import connections
from web.cli import _server

GET = b"GET / HTTP/1.1\r\nhost: localhost\r\n\r\n"


async def app(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] == "http":
        while (await receive()).get("more_body"):
            pass
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})


@pytest.fixture
def connect(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], socket.socket]]:
    """Opens connections to a server that waits a moment for headers."""
    monkeypatch.setattr(connections, "HEADERS_S", 0.2)
    listening = socket.create_server(("127.0.0.1", 0))
    server: uvicorn.Server = _server(app, load_settings(), "127.0.0.1")  # type: ignore[arg-type]
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    opened = []

    def connected() -> socket.socket:
        opened.append(socket.create_connection(listening.getsockname(), timeout=30))
        return opened[-1]

    yield connected
    for each in opened:
        each.close()
    server.should_exit = True
    thread.join()


@pytest.mark.parametrize("sent", [b"", b"GET / HTTP/1.1\r\nhost: local", b"\r\n"])
def test_a_connection_without_a_whole_request_is_closed(
    connect: Callable[[], socket.socket], sent: bytes
) -> None:
    connection = connect()
    connection.sendall(sent)
    assert connection.recv(1024) == b""


@pytest.mark.parametrize("sent", [b"G", b"\r\n"])
def test_so_is_one_that_begins_another_request(
    connect: Callable[[], socket.socket], sent: bytes
) -> None:
    connection = connect()
    connection.sendall(GET)
    assert connection.recv(1024).startswith(b"HTTP/1.1 204")
    connection.sendall(sent)
    assert connection.recv(1024) == b""


def test_a_request_whose_headers_are_there_is_waited_for(
    connect: Callable[[], socket.socket],
) -> None:
    slow, idle = connect(), connect()
    slow.sendall(GET.replace(b"\r\n\r\n", b"\r\ncontent-length: 2\r\n\r\n1"))
    assert idle.recv(1024) == b""  # the time is over
    slow.sendall(b"2")
    assert slow.recv(1024).startswith(b"HTTP/1.1 204")
