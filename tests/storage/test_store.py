import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from click.testing import CliRunner
from sqlalchemy import Engine, event, text

from assistant.errors import RecordError, StoreError, UsageError
from assistant.storage.cli import store_group
from assistant.storage.migrate import HEAD
from assistant.storage.records import FeedbackRecord, Written
from assistant.storage.store import Purged, Store
from assistant.storage.tables import metadata
from tests.storage.conftest import record


def test_what_is_written_is_there_and_redacted(store: Store) -> None:
    written = store.write(
        [
            record("a1", "Ask jane@example.com?"),
            FeedbackRecord("a1", "down", 5, "wrong", "call +49 30 1234567"),
        ]
    )
    assert written == [Written.KEPT, Written.KEPT]
    with store.connect() as connection:
        [answer] = connection.execute(text("SELECT * FROM answer")).mappings()
        [feedback] = connection.execute(text("SELECT * FROM feedback")).mappings()
    assert dict(answer) == {
        "id": "a1",
        "conversation_id": "c1",
        "created_ms": 1000,
        "channel": "api",
        "question": "Ask [e-mail]?",
        "standalone_question": "Ask [e-mail]?",
        "audience": None,
        "outcome": "not_covered",
        "verdict": None,
        "entry_id": None,
        "index_version": "v1",
        "elapsed_ms": 1.5,
    }
    assert (feedback["rating"], feedback["comment"]) == ("down", "call [phone]")


def test_nothing_personal_reaches_the_disk(store: Store, path: Path) -> None:
    store.write([record("a1", "Ask jane@example.com from 192.168.1.77?")])
    store.write([FeedbackRecord("a1", "down", 5, "me@example.com", "4111 1111 1111 1111")])
    files = b"".join(file.read_bytes() for file in path.parent.iterdir())
    for secret in (b"jane@", b"192.168.1.77", b"me@example", b"4111"):
        assert secret not in files


def test_characters_that_no_database_takes_are_replaced(store: Store) -> None:
    store.write([record("a1", "nul \x00 and half \ud83d a smile")])
    assert store.history("c1", 5) == ("nul \ufffd and half \ufffd a smile",)


def test_a_value_that_breaks_is_told_apart_from_a_store_that_does(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(text: str) -> str:
        raise ValueError(f"cannot redact {text}")

    monkeypatch.setattr("assistant.storage.tables.redact", broken)
    with pytest.raises(RecordError, match="ValueError") as raised:
        store.write([record("a1", "Secret?")])
    assert "Secret" not in str(raised.value)


def test_writing_again_changes_nothing(store: Store) -> None:
    for _ in range(2):
        store.write([record("a1"), record("a2", conversation_id="c2")])
    assert store.purge(before_ms=2000) == Purged(answers=2, feedback=0, conversations=2)


def test_feedback_needs_its_answer_and_the_last_counts(store: Store) -> None:
    assert store.write([FeedbackRecord("a1", "up", 1)]) == [Written.UNKNOWN_ANSWER]
    store.write([record("a1"), FeedbackRecord("a1", "up", 1), FeedbackRecord("a1", "down", 2)])
    with store.connect() as connection:
        assert connection.execute(text("SELECT rating FROM feedback")).scalars().all() == ["down"]


def test_feedback_given_again_replaces_all_of_it_and_is_redacted(store: Store) -> None:
    store.write([record("a1"), FeedbackRecord("a1", "down", 5, "wrong", "not so")])
    store.write([FeedbackRecord("a1", "up", 6, comment="ask jane@example.com")])
    with store.connect() as connection:
        [kept] = connection.execute(text("SELECT * FROM feedback")).mappings()
    assert dict(kept) == {
        "answer_id": "a1",
        "created_ms": 6,
        "rating": "up",
        "reason": None,
        "comment": "ask [e-mail]",
    }


def test_the_history_is_the_last_questions_in_order(store: Store) -> None:
    store.write([record(f"a{n}", f"Q{n}?", created_ms=n) for n in (3, 1, 2)])
    store.write([record("b", "Other?", conversation_id="c2")])
    assert store.history("c1", 2) == ("Q2?", "Q3?")
    assert store.history("unknown", 2) == ()


def test_a_purge_deletes_what_is_older_and_nothing_else(store: Store) -> None:
    store.write([record("old", created_ms=10), FeedbackRecord("old", "up", 2000)])
    store.write([record("gone", created_ms=20, conversation_id="c2")])
    store.write([record("new", "New?", created_ms=1000)])
    assert store.purge(before_ms=1000) == Purged(answers=2, feedback=1, conversations=1)
    assert store.history("c1", 5) == ("New?",)


def test_what_is_purged_is_gone_from_the_files(store: Store, path: Path) -> None:
    store.write([record("a1", "Unforgettable?")])
    store.purge(before_ms=2000)
    assert b"Unforgettable" not in b"".join(f.read_bytes() for f in path.parent.iterdir())


def test_a_purge_that_a_reader_keeps_from_the_log_is_not_called_done(
    store: Store, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.storage.store._BUSY_TIMEOUT_S", 0)
    store.write([record("a1", "Unforgettable?")])
    with sqlite3.connect(path) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM answer").fetchall()
        with pytest.raises(StoreError, match="is being read: purge again"):
            Store(f"sqlite:///{path}").purge(before_ms=2000)


def test_one_conversation_can_be_forgotten(store: Store) -> None:
    store.write([record("a1"), FeedbackRecord("a1", "up", 1), record("b", conversation_id="c2")])
    assert store.forget("c1") == Purged(answers=1, feedback=1, conversations=1)
    assert store.history("c2", 5) == ("Why?",)


def test_the_migrations_make_the_tables_of_the_code(store: Store) -> None:
    with store.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, metadata) == []
    config = Config()
    config.set_main_option("script_location", "assistant.storage:migrations")
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_a_store_of_a_newer_version_is_refused(store: Store, path: Path) -> None:
    store.ping()
    with store.connect() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    again = Store(f"sqlite:///{path}")
    with pytest.raises(StoreError, match="another version"):
        again.ping()
    again.close()


def test_stores_that_are_opened_together_migrate_once(tmp_path: Path) -> None:
    for number in range(30):  # they rarely meet where SQLite refuses one of them at once
        stores = [Store(f"sqlite:///{tmp_path / str(number)}") for _ in range(8)]
        with ThreadPoolExecutor(len(stores)) as pool:
            list(pool.map(Store.ping, stores))
        for store in stores:
            store.close()


@pytest.mark.parametrize("url", ["", "nonsense", "sqlite://", "sqlite:///:memory:", "mysql://a/b"])
def test_a_url_that_cannot_be_used_is_wrong_use(url: str) -> None:
    with pytest.raises(UsageError, match="FAQ_STORE"):
        Store(url)


def test_a_silent_server_is_not_waited_for_by_the_minute() -> None:
    given: list[tuple[int, int]] = []

    def refuse(_dialect: object, _record: object, _args: object, how: dict[str, int]) -> None:
        given.append((int(how["connect_timeout"]), how["tcp_user_timeout"]))
        raise ConnectionRefusedError

    event.listen(Engine, "do_connect", refuse)
    try:
        for query in ("", "?connect_timeout=60"):
            with pytest.raises(StoreError):
                Store(f"postgresql+psycopg://faq@127.0.0.1:1/faq{query}").ping()
    finally:
        event.remove(Engine, "do_connect", refuse)
    assert given == [(5, 5000), (60, 5000)]


def test_a_file_that_is_no_database_is_told_each_time(tmp_path: Path) -> None:
    (tmp_path / "text").write_text(
        "this is no database, and long enough to be looked at as one" * 9
    )
    store = Store(f"sqlite:///{tmp_path / 'text'}")
    for _ in range(2):
        with pytest.raises(StoreError, match="not a database"):
            store.ping()
    store.close()


def test_a_store_that_comes_back_is_used_again(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("in the way")
    store = Store(f"sqlite:///{tmp_path / 'kept' / 'store.sqlite3'}")
    with pytest.raises(StoreError):
        store.ping()
    (tmp_path / "kept").unlink()
    store.ping()
    store.close()


def test_a_file_deleted_while_it_is_open_is_told_and_begun_anew(
    store: Store, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store.write([record("a1")])
    for file in path.parent.iterdir():
        file.unlink()
    store.ping()
    assert [line.levelname for line in caplog.records if line.name == "faq.store"] == ["ERROR"]
    store.write([record("a2", "Kept?")])
    store.close()
    with closing(sqlite3.connect(path)) as kept:
        assert kept.execute("SELECT question FROM answer").fetchall() == [("Kept?",)]


def test_a_file_put_in_its_place_is_used(store: Store, path: Path, tmp_path: Path) -> None:
    store.write([record("a1")])
    other = Store(f"sqlite:///{tmp_path / 'backup'}")
    other.write([record("b", "Restored?", conversation_id="c2")])
    other.close()
    for file in path.parent.iterdir():
        file.unlink()
    (tmp_path / "backup").replace(path)
    assert store.history("c2", 5) == ("Restored?",)


def test_a_store_that_can_only_be_read_does_not_work(path: Path) -> None:
    made = Store(f"sqlite:///{path}")
    made.ping()
    made.close()
    store = Store(f"sqlite:///{path}")
    event.listen(store._engine, "do_connect", _read_only)
    assert store.history("c1", 5) == ()
    with pytest.raises(StoreError, match="readonly"):
        store.ping()
    store.close()


def _read_only(
    _dialect: object, _record: object, args: list[str], params: dict[str, object]
) -> None:
    """As SQLite opens a file by itself that it may not write."""
    args[0] = f"file:{args[0]}?mode=ro"
    params["uri"] = True


def test_faq_store_purge_makes_no_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAQ_STORE", f"sqlite:///{tmp_path / 'mistyped' / 'store.sqlite3'}")
    done = CliRunner().invoke(store_group, ["purge"])
    assert isinstance(done.exception, UsageError)
    assert not (tmp_path / "mistyped").exists()


def test_faq_store_purge(store: Store, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store.write([record("a1"), record("a2", conversation_id="c2")])
    monkeypatch.setenv("FAQ_STORE", f"sqlite:///{path}")
    run = CliRunner().invoke
    one = run(store_group, ["purge", "--conversation", "c2"])
    assert one.output.startswith("deleted 1 answers, 0 ratings and 1 conversations")
    assert run(store_group, ["purge", "--days", "0"]).output.startswith("deleted 1 answers")
    assert run(store_group, ["purge"]).output.startswith("deleted 0 answers")
    assert run(store_group, ["purge", "--days", "1", "--conversation", "c"]).exit_code == 2


def test_only_its_owner_reads_the_store(store: Store, path: Path) -> None:
    store.write([record("a1")])
    kept = [file for file in path.parent.iterdir() if file.suffix != ".lock"]
    assert {path, path.with_name(f"{path.name}-wal")} <= set(kept)
    assert {file.stat().st_mode & 0o777 for file in kept} == {0o600}


def test_a_first_migration_that_was_killed_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'store.sqlite3'}"
    with monkeypatch.context() as patched:
        patched.setattr("alembic.op.create_index", _killed)
        with pytest.raises(KeyboardInterrupt):
            Store(url).ping()
    store = Store(url)
    store.write([record("a1", "Still there?")])
    assert store.history("c1", 5) == ("Still there?",)
    store.close()


def _killed(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_a_log_that_cannot_be_emptied_is_told_as_the_store_s_error(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.write([record("a1")])
    monkeypatch.setattr("assistant.storage.store.text", lambda _: text("PRAGMA nothing("))
    with pytest.raises(StoreError, match="still in the log"):
        store.purge(before_ms=2000)
