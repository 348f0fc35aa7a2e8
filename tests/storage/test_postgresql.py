"""The same store on PostgreSQL, where several replicas share one."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Insert, text

from assistant.errors import StoreError
from assistant.storage.deliveries import audience_of, choose_audience
from assistant.storage.records import FeedbackRecord, Record, Written
from assistant.storage.store import Purged, Store
from assistant.storage.tables import conversation_audiences, feedback, metadata
from tests.storage.conftest import record

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(shutil.which("initdb") is None, reason="PostgreSQL is not installed"),
]


def control(folder: Path, *arguments: str) -> None:
    """Run a command of PostgreSQL, which refuses to be root."""
    as_other: dict[str, Any] = {}
    if os.geteuid() == 0:
        shutil.chown(folder, "nobody")
        as_other = {"user": "nobody", "extra_groups": []}
    quiet = subprocess.DEVNULL
    subprocess.run(arguments, cwd=folder, check=True, stdout=quiet, stderr=quiet, **as_other)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data = str(folder / "data")
        control(folder, "initdb", "-D", data, "-U", "faq", "-A", "trust", "-E", "UTF8", "-N")
        options = f"-k {folder} -c listen_addresses='' -c fsync=off"
        log = str(folder / "log")
        control(folder, "pg_ctl", "-D", data, "-l", log, "-w", "-o", options, "start")
        yield f"postgresql+psycopg://faq@/postgres?host={folder}"
        control(folder, "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    opened = Store(url)
    yield opened
    opened.purge(before_ms=10**15)
    opened.close()


def test_replicas_that_start_together_migrate_once(url: str) -> None:
    stores = [Store(url) for _ in range(4)]
    with ThreadPoolExecutor(len(stores)) as pool:
        list(pool.map(Store.ping, stores))
    with stores[0].connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    for store in stores:
        store.close()


def test_what_is_written_is_read_back_redacted(store: Store) -> None:
    told = [
        record("a1", "Ask jane@example.com \x00 \ud83d?"),
        FeedbackRecord("a1", "up", 2),
        FeedbackRecord("a1", "down", 3),
        FeedbackRecord("a2", "up", 3),
    ]
    for _ in range(2):
        assert store.write(told) == [*[Written.KEPT] * 3, Written.UNKNOWN_ANSWER]
    assert store.history("c1", 5) == ("Ask [e-mail] \ufffd \ufffd?",)
    assert store.purge(before_ms=2000) == Purged(answers=1, feedback=1, conversations=1)


def while_uncommitted(store: Store, row: Insert, write: Callable[[], Any]) -> Any:
    """What `write` gives that begins while another transaction has written `row`, and waits for it."""
    with ThreadPoolExecutor(1) as pool:
        with store.connect() as connection:
            connection.execute(row)
            later = pool.submit(write)
            waits = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
            while not (later.done() or connection.scalar(waits)):
                pass
        return later.result()


def test_two_ratings_of_one_answer_at_once_are_both_taken_and_the_last_counts(
    store: Store, url: str
) -> None:
    other = Store(url)
    store.write([record("a1")])
    first = feedback.insert().values(answer_id="a1", created_ms=1, rating="up")
    batch: list[Record] = [record("a2"), FeedbackRecord("a1", "down", 2)]
    written = while_uncommitted(store, first, lambda: other.write(batch))
    assert written == [Written.KEPT, Written.KEPT]
    with store.connect() as connection:
        assert connection.execute(text("SELECT rating FROM feedback")).scalars().all() == ["down"]
    other.close()


def test_two_choices_of_an_audience_at_once_are_both_taken_and_the_last_counts(
    store: Store, url: str
) -> None:
    other = Store(url)
    store.write([record("a1")])
    first = conversation_audiences.insert().values(conversation_id="c1", audience="student")
    while_uncommitted(store, first, lambda: choose_audience(other, "c1", "staff"))
    assert audience_of(store, "c1") == "staff"
    other.close()


def test_one_conversation_can_be_forgotten(store: Store) -> None:
    store.write([record("a1"), record("b1", conversation_id="c2")])
    assert store.forget("c1") == Purged(answers=1, feedback=0, conversations=1)
    assert store.history("c2", 5) == ("Why?",)


def test_a_server_that_is_not_there_is_told_without_the_password() -> None:
    store = Store("postgresql+psycopg://faq:secret@127.0.0.1:1/faq")
    with pytest.raises(StoreError) as raised:
        store.ping()
    assert "secret" not in str(raised.value)
    store.close()
