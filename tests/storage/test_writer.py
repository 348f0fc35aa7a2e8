import threading
from collections.abc import Sequence
from concurrent.futures import Future

import pytest

from assistant.errors import RecordError, StoreError
from assistant.storage.records import AnswerRecord, FeedbackRecord, Record, Written
from assistant.storage.store import Store
from assistant.storage.writer import Writer
from tests.storage.conftest import record


class Breakable(Store):
    """A store that can be out of order; `batches` are the ids of each transaction."""

    def __init__(self) -> None:
        self.broken = False
        self.batches: list[list[str]] = []

    def write(self, records: Sequence[Record]) -> list[Written]:
        if self.broken:
            raise StoreError("out of order")
        self.batches.append(
            [r.answer_id if isinstance(r, FeedbackRecord) else r.answer.answer_id for r in records]
        )
        return [Written.KEPT for _ in records]


def done(future: "Future[Written]") -> Written:
    return future.result(timeout=30)


def test_what_is_acknowledged_is_written_in_order(store: Store) -> None:
    writer = Writer(store)
    futures = [writer.submit(record(f"a{n}", f"Q{n}?", created_ms=n)) for n in range(1200)]
    writer.start()
    assert {done(future) for future in futures} == {Written.KEPT}
    assert store.history("c1", 2) == ("Q1198?", "Q1199?")
    assert done(writer.submit(FeedbackRecord("a5", "up", 1))) is Written.KEPT
    assert done(writer.submit(FeedbackRecord("none", "up", 1))) is Written.UNKNOWN_ANSWER
    writer.close()


def test_many_records_share_a_transaction() -> None:
    store = Breakable()
    writer = Writer(store)
    futures = [writer.submit(record(f"a{n}")) for n in range(600)]
    writer.start()
    assert {done(future) for future in futures} == {Written.KEPT}
    assert [len(batch) for batch in store.batches] == [500, 100]
    writer.close()


def test_answers_wait_while_the_store_is_out_of_order_and_are_written_after() -> None:
    store, now = Breakable(), [0.0]
    store.broken = True
    writer = Writer(store, clock=lambda: now[0])
    writer.start()
    assert done(writer.submit(record("a1"))) is Written.LATER
    assert done(writer.submit(FeedbackRecord("a1", "up", 1))) is Written.REFUSED
    assert (writer.healthy, writer.waiting) == (False, 1)
    store.broken = False
    assert done(writer.submit(record("a2"))) is Written.LATER  # not yet time to try again
    now[0] = 6.0
    assert done(writer.submit(record("a3"))) is Written.KEPT
    assert store.batches == [["a1", "a2", "a3"]]
    assert (writer.healthy, writer.waiting) == (True, 0)
    writer.close()


def test_a_store_that_works_again_is_found_out_where_nothing_waits_for_it() -> None:
    tried = threading.Event()

    class Mended(Breakable):
        def write(self, records: Sequence[Record]) -> list[Written]:
            written = super().write(records)
            tried.set()
            return written

    store = Mended()
    store.broken = True
    writer = Writer(store, retry_s=0.01)
    writer.start()
    assert done(writer.submit(FeedbackRecord("a1", "up", 1))) is Written.REFUSED
    assert (writer.healthy, writer.waiting) == (False, 0)
    store.broken = False
    assert tried.wait(30)
    writer.close()
    assert writer.healthy


def test_only_the_newest_answers_wait() -> None:
    store = Breakable()
    store.broken = True
    writer = Writer(store, backlog=2)
    writer.start()
    for name in ("a1", "a2", "a3"):
        assert done(writer.submit(record(name))) is Written.LATER
    store.broken = False
    writer.close()
    assert store.batches == [["a2", "a3"]]


def test_closing_writes_what_was_submitted_and_refuses_more() -> None:
    store = Breakable()
    writer = Writer(store)
    future = writer.submit(record("a1"))
    writer.start()
    writer.close()
    assert done(future) is Written.KEPT
    assert done(writer.submit(record("a2"))) is Written.REFUSED
    writer.close()


def test_who_does_not_wait_any_more_disturbs_nobody() -> None:
    store = Breakable()
    writer = Writer(store)
    gone, staying = writer.submit(record("a1")), writer.submit(record("a2"))
    assert gone.cancel()
    writer.start()
    assert done(staying) is Written.KEPT
    assert store.batches == [["a1", "a2"]]
    writer.close()


class Picky(Breakable):
    """A store that does not take records of this id."""

    def __init__(self, refused: str, error: Exception) -> None:
        super().__init__()
        self._refused = refused
        self._error = error

    def write(self, records: Sequence[Record]) -> list[Written]:
        if any(
            isinstance(r, AnswerRecord) and r.answer.answer_id == self._refused for r in records
        ):
            raise self._error
        return super().write(records)


@pytest.mark.parametrize("error", [RecordError("not this one"), ValueError("quoting it")])
def test_a_record_that_cannot_be_written_does_not_keep_the_others_waiting(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    store = Picky("a2", error)
    writer = Writer(store)
    futures = [writer.submit(record(name)) for name in ("a1", "a2", "a3")]
    writer.start()
    assert [done(future) for future in futures] == [Written.KEPT, Written.REFUSED, Written.KEPT]
    assert (writer.healthy, writer.waiting) == (True, 0)
    assert store.batches == [["a1"], ["a3"]]
    writer.close()
    [told] = [line for line in caplog.records if line.name == "faq.store"]
    assert told.getMessage() == "a record was dropped: the store does not take it"
    assert "quoting" not in str(vars(told))


def test_one_that_waited_alone_is_dropped_once_another_is_written() -> None:
    store = Picky("a1", ZeroDivisionError())
    writer = Writer(store, retry_s=0.0)
    writer.start()
    assert done(writer.submit(record("a1"))) is Written.LATER
    assert done(writer.submit(record("a2"))) is Written.KEPT
    assert (writer.healthy, writer.waiting) == (True, 0)
    writer.close()


def test_a_store_that_breaks_among_single_records_is_out_of_order() -> None:
    class Breaking(Picky):
        def write(self, records: Sequence[Record]) -> list[Written]:
            written = super().write(records)
            self.broken = True
            return written

    store = Breaking("a2", RecordError("not this one"))
    writer = Writer(store)
    futures = [writer.submit(record(name)) for name in ("a1", "a2", "a3")]
    writer.start()
    assert [done(future) for future in futures] == [Written.LATER] * 3
    assert (writer.healthy, writer.waiting) == (False, 3)
    store.broken = False
    writer.close()


def test_an_error_of_any_kind_does_not_end_the_writer() -> None:
    class Buggy(Breakable):
        def write(self, records: Sequence[Record]) -> list[Written]:
            if threading.current_thread().name == "store-writer" and self.broken:
                raise ZeroDivisionError
            return super().write(records)

    store = Buggy()
    store.broken = True
    writer = Writer(store, retry_s=0.0)
    writer.start()
    assert done(writer.submit(record("a1"))) is Written.LATER
    store.broken = False
    assert done(writer.submit(record("a2"))) is Written.KEPT
    writer.close()
