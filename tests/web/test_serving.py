"""`faq serve` as a process of its own: how it starts, stops, and what is left when it is killed."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
CORPUS = ROOT / "corpus" / "partner-network-licensing"
COMMAND = [sys.executable, "-c", "from assistant.cli import main; main()", "serve", "--port", "0"]
pytestmark = pytest.mark.integration


def launch(store: Path, *arguments: str) -> "subprocess.Popen[str]":
    environment = os.environ | {"FAQ_STORE": f"sqlite:///{store}", "FAQ_RATE_LIMIT_CLIENT": ""}
    pipe = subprocess.PIPE
    return subprocess.Popen(
        [*COMMAND, *arguments], cwd=ROOT, env=environment, stdout=pipe, stderr=pipe, text=True
    )


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store.sqlite3"


@pytest.fixture
def serving(store: Path) -> Iterator[tuple["subprocess.Popen[str]", int]]:
    """A server that is ready, and its port."""
    with launch(store, "--corpus", str(CORPUS)) as process:
        try:
            assert process.stdout is not None
            said = process.stdout.readline()
            port = int(said.rsplit(":", 1)[1])
            while request(port, "GET", "/readyz")[0] != 200:
                assert process.poll() is None
            yield process, port
        finally:
            process.kill()
            process.communicate()


def request(port: int, method: str, path: str, body: object = None) -> tuple[int, bytes]:
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        headers = {"content-type": "application/json"}
        connection.request(method, path, json.dumps(body) if body else None, headers)
        response = connection.getresponse()
        return response.status, response.read()


def test_requests_under_way_are_finished_before_it_stops(
    serving: tuple["subprocess.Popen[str]", int], store: Path
) -> None:
    process, port = serving
    body = json.dumps({"question": "What are tokens for?"}).encode()
    head = (
        "POST /api/v1/ask HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n"
        f"expect: 100-continue\r\nconnection: close\r\ncontent-length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(head.encode())
        assert connection.recv(1024).startswith(b"HTTP/1.1 100")  # the request is under way
        process.send_signal(signal.SIGTERM)
        connection.sendall(body)
        with connection.makefile("rb") as answer:
            received = answer.read()
    assert received.startswith(b"HTTP/1.1 200")
    answer_id = json.loads(received.split(b"\r\n\r\n", 1)[1])["answer_id"]
    output, errors = process.communicate(timeout=60)
    assert process.returncode == 0
    assert output.endswith("stopped\n")
    assert all(json.loads(line)["level"] in ("info", "warning") for line in errors.splitlines())
    with closing(sqlite3.connect(store)) as kept:
        assert kept.execute("SELECT id FROM answer").fetchall() == [(answer_id,)]


def test_a_killed_server_leaves_exactly_what_it_acknowledged(
    serving: tuple["subprocess.Popen[str]", int], store: Path
) -> None:
    process, port = serving
    clients, enough = 8, 200
    acknowledged: set[str] = set()
    killing = threading.Event()

    def keep_asking(client: int) -> None:
        number = 0
        while not killing.is_set():
            number += 1
            question = f"Can licenses of kind {client} be shared {number % 10} times?"
            try:
                status, answer = request(port, "POST", "/api/v1/ask", {"question": question})
            except (OSError, HTTPException):
                return  # killed while it answered: nothing was acknowledged
            assert status == 200
            acknowledged.add(json.loads(answer)["answer_id"])
            if len(acknowledged) >= enough and not killing.is_set():
                killing.set()
                process.send_signal(signal.SIGKILL)

    asking = [threading.Thread(target=keep_asking, args=(client,)) for client in range(clients)]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()
    assert process.wait(timeout=60) == -signal.SIGKILL
    with closing(sqlite3.connect(store)) as kept:
        stored = {row[0] for row in kept.execute("SELECT id FROM answer")}
        assert kept.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert kept.execute("PRAGMA foreign_key_check").fetchall() == []
    assert len(acknowledged) >= enough
    assert acknowledged <= stored
    # Only a request whose answer was on its way may be there besides.
    assert len(stored - acknowledged) <= clients


def test_a_faq_that_cannot_be_served_is_one_line_and_a_failure(store: Path, tmp_path: Path) -> None:
    with launch(store, "--corpus", str(tmp_path / "nowhere")) as process:
        _output, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "Traceback" not in errors
    assert errors.splitlines()[-1].startswith("faq: ")
    assert "nowhere" in errors.splitlines()[-1]


def test_a_port_in_use_is_one_line_and_a_failure(store: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with launch(store, "--port", str(port)) as process:
            _output, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    (line,) = errors.splitlines()
    assert line.startswith(f"faq: 127.0.0.1:{port} cannot be listened on: ")
    assert "--port" in line
