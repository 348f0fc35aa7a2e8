"""The index that is opened where the corpus, the disk or the index is not as it was."""

import errno
from pathlib import Path

import pytest

from assistant import index_loading
from assistant.assistant import Assistant
from assistant.chunking import chunk_corpus
from assistant.decision import Thresholds
from assistant.errors import CorpusError, IndexStoreError
from assistant.index.store import LoadedIndex, rollback
from assistant.index_loading import index_root, open_index
from assistant.settings import Settings, load_settings
from assistant.types import Chunk, ChunkKind, Corpus, Passage, Turn
from tests.fakes import FakeEncoder

OLD = "## May films be borrowed?\n\nFilms may be borrowed.\n"
NEW = OLD + "\n## Who pays?\n\nThe borrower pays.\n"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "faq").mkdir()
    found = load_settings(corpus=tmp_path / "faq", cache_dir=tmp_path / "cache")
    write(found, OLD)
    return found


def write(settings: Settings, text: str) -> None:
    (settings.corpus / "faq.md").write_text(text, encoding="utf-8")


def opened(settings: Settings) -> tuple[LoadedIndex, list[str]]:
    told: list[str] = []
    return open_index(settings, FakeEncoder(), notify=told.append), told


def fill_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_path: Path, _data: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("assistant.index.build.write_durably", refuse)


def test_an_edited_corpus_is_indexed_at_once(settings: Settings) -> None:
    opened(settings)
    write(settings, NEW)
    index, told = opened(settings)
    assert [entry.id for entry in index.corpus.entries] == ["may-films-be-borrowed", "who-pays"]
    assert told == []


def test_an_index_built_before_rows_were_chunks_gets_them_alone(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(settings, OLD + "\n| Films | Days |\n|---|---|\n| New | 2 |\n| Old | 9 |\n")
    with monkeypatch.context() as before:
        before.setattr(index_loading, "CHUNKER_VERSION", "8")
        before.setattr(index_loading, "chunk_corpus", _without_rows)
        old, _ = opened(settings)
    encoder = FakeEncoder()
    index = open_index(settings, encoder, notify=pytest.fail)
    assert len(index.chunks) == len(old.chunks) + 2
    assert encoder.encoded == ["| New | 2 |", "| Old | 9 |"]


def _without_rows(corpus: Corpus) -> tuple[Chunk, ...]:
    return tuple(chunk for chunk in chunk_corpus(corpus) if chunk.kind is not ChunkKind.ROW)


def test_a_full_disk_keeps_the_last_good_version_serving(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, _ = opened(settings)
    write(settings, NEW)
    fill_the_disk(monkeypatch)
    index, [notice] = opened(settings)
    assert index.version == good.version
    assert "No space left on device" in notice
    assert notice.endswith(f"answering from index {good.version}, built before")


def test_a_broken_corpus_keeps_the_last_good_version_serving(settings: Settings) -> None:
    good, _ = opened(settings)
    write(settings, "## A question without an answer?\n")
    index, [notice] = opened(settings)
    assert index.version == good.version
    assert "faq.md:1" in notice


def test_without_a_good_version_the_reason_is_told(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        fill_the_disk(patch)
        with pytest.raises(IndexStoreError, match="No space left on device"):
            opened(settings)
    index, _ = opened(settings)
    (index_root(settings) / "versions" / index.version / "vectors.faiss").write_bytes(b"x")
    write(settings, "## A question without an answer?\n")
    with pytest.raises(CorpusError, match="no answer"):
        opened(settings)


def passage(settings: Settings, index: LoadedIndex) -> Passage:
    assistant = Assistant(index, FakeEncoder(), settings, thresholds=Thresholds(0.0, 0.0))
    (shown,) = assistant.ask(Turn("May films be borrowed?")).passages
    text = Path(shown.source.path).read_bytes().decode()
    assert text[shown.source.start : shown.source.end] == shown.text == "Films may be borrowed."
    return shown


def test_a_passage_stands_at_its_place_in_the_file_of_the_corpus(settings: Settings) -> None:
    index, _ = opened(settings)
    assert Path(passage(settings, index).source.path) == settings.corpus / "faq.md"


@pytest.mark.parametrize("now", ["---\ntitle: Longer\n---\n" + OLD, "\xff"])
def test_after_a_rollback_it_stands_there_in_the_copy_that_the_index_keeps(
    settings: Settings, now: str
) -> None:
    first, _ = opened(settings)
    write(settings, NEW)
    opened(settings)
    rollback(index_root(settings), FakeEncoder())
    write(settings, now)
    index, _ = opened(settings)
    assert index.version == first.version
    assert passage(settings, index).source.path.endswith(f"{first.version}/sources/faq.md")


def test_a_corpus_that_is_gone_is_told_from_the_copy(settings: Settings) -> None:
    opened(settings)
    (settings.corpus / "faq.md").unlink()
    index, [_] = opened(settings)
    assert "/sources/" in passage(settings, index).source.path
