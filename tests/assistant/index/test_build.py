import errno
import json
import threading
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock

from assistant.encoder import Vectors
from assistant.errors import IndexStoreError
from assistant.index import build as build_module
from assistant.index import store
from assistant.index.faiss_index import FaissIndex
from assistant.index.manifest import Current, read_current, version_ids
from assistant.index.store import load_index, rollback
from tests.assistant.index.samples import NOW, TEXTS, build, build_versions, corpus_of
from tests.fakes import FakeEncoder

NEW = (*TEXTS, "New.")


@pytest.fixture
def encoder() -> FakeEncoder:
    return FakeEncoder(256)


def test_unchanged_texts_are_not_embedded_again(tmp_path: Path, encoder: FakeEncoder) -> None:
    first = build(tmp_path, encoder)
    assert (first.embedded, first.reused) == (6, 0)
    encoder.encoded.clear()
    second = build(tmp_path, encoder, (TEXTS[2], "New text.", TEXTS[1]))
    assert encoder.encoded == [
        "Question 0? " + TEXTS[2],
        "Question 1? New text.",
        "Question 2? " + TEXTS[1],
    ]
    assert (second.embedded, second.reused) == (3, 3)
    encoder.encoded.clear()
    third = build(tmp_path, encoder, (TEXTS[2], "New text.", TEXTS[0]))
    assert encoder.encoded == ["Question 2? " + TEXTS[0]]
    loaded = load_index(tmp_path, encoder)
    assert loaded.version == third.version
    np.testing.assert_array_equal(
        loaded.vectors.vectors(), FakeEncoder(256).encode_documents(loaded.search_texts)
    )


def test_equal_texts_are_embedded_once(tmp_path: Path, encoder: FakeEncoder) -> None:
    build(tmp_path, encoder)
    assert encoder.encoded.count("another way") == 1


def test_another_encoder_reuses_nothing(tmp_path: Path, encoder: FakeEncoder) -> None:
    build(tmp_path, encoder)
    other = FakeEncoder(256, fingerprint="0" * 64)
    assert build(tmp_path, other).reused == 0


def test_progress_counts_up_to_all_texts(
    tmp_path: Path, encoder: FakeEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build_module, "BATCH", 2)
    seen: list[tuple[int, int]] = []
    build(tmp_path, encoder, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(0, 6), (4, 6), (6, 6)]


def test_old_versions_go_but_never_the_served_one(tmp_path: Path, encoder: FakeEncoder) -> None:
    versions = build_versions(tmp_path, encoder, 4, keep=2)
    assert version_ids(tmp_path) == versions[:1:-1]
    assert rollback(tmp_path, encoder) == versions[2]
    last = build(tmp_path, encoder, keep=1).version
    assert version_ids(tmp_path) == [last]
    assert not list((tmp_path / "tmp").iterdir())


def test_a_rebuild_of_the_same_keeps_the_versions_to_go_back_to(
    tmp_path: Path, encoder: FakeEncoder
) -> None:
    first, second = build_versions(tmp_path, encoder, 2)
    again = build(tmp_path, encoder, ("Text 1.",), keep=2)
    assert (again.version, again.kept, again.embedded) == (second, True, 0)
    assert version_ids(tmp_path) == [second, first]
    assert rollback(tmp_path, encoder) == first
    assert build(tmp_path, encoder, ("Text 1.",)).version == second
    assert read_current(tmp_path) == Current(version=second)
    assert not build(tmp_path, encoder, ("Text 0.",)).kept  # the newest one is what is looked at
    assert not list((tmp_path / "tmp").iterdir())


@pytest.mark.parametrize("name", ["vectors.faiss", "manifest.json"])
def test_a_rebuild_of_the_same_replaces_what_is_damaged(
    tmp_path: Path, encoder: FakeEncoder, name: str
) -> None:
    damaged = build(tmp_path, encoder).version
    (tmp_path / "versions" / damaged / name).write_bytes(b"x")
    report = build(tmp_path, encoder)
    assert (report.version > damaged, report.kept) == (True, False)
    assert load_index(tmp_path, encoder).warnings == ()


def test_ids_are_in_order_of_building_even_if_the_clock_goes_back(
    tmp_path: Path, encoder: FakeEncoder
) -> None:
    times = iter([NOW, NOW, NOW - timedelta(days=400), NOW + timedelta(seconds=1)])
    texts = ("One.", "Two.", "Three.", "Four.")
    versions = [build(tmp_path, encoder, (t,), clock=lambda: next(times)).version for t in texts]
    assert versions == sorted(versions)
    assert versions[0].startswith("20260301T123015250Z-")
    assert versions[3].startswith("20260301T123016250Z-")


def test_the_manifest_says_what_it_was_built_from(tmp_path: Path, encoder: FakeEncoder) -> None:
    version = build(tmp_path, encoder).version
    manifest = json.loads((tmp_path / "versions" / version / "manifest.json").read_text())
    assert manifest["created"] == "2026-03-01T12:30:15.250000Z"
    assert manifest["corpus_sha256"] == corpus_of(*TEXTS).sha256
    assert manifest["encoder"] == {"id": "fake", "fingerprint": "f" * 64, "dimension": 256}
    assert (manifest["chunker"], manifest["metric"]) == ("1", "inner_product")
    assert (manifest["entries"], manifest["chunks"]) == (3, 6)
    assert sorted(manifest["files"]) == [
        "chunks.jsonl",
        "corpus.json",
        "sources/faq.md",
        "sources/more/Ünïcode 日本.md",
        "tokens.npz",
        "vectors.faiss",
    ]
    assert {"python", "numpy", "faiss-cpu"} <= set(manifest["software"])


def test_nothing_to_index_is_an_error(tmp_path: Path, encoder: FakeEncoder) -> None:
    with pytest.raises(IndexStoreError, match="add an entry"):
        build(tmp_path, encoder, ())


class BadEncoder(FakeEncoder):
    """Gives one vector that is not a unit vector."""

    def __init__(self, value: float) -> None:
        super().__init__(256)
        self._value = value

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        vectors = super().encode_documents(texts)
        vectors[1] = 0
        vectors[1, 0] = self._value
        return vectors


@pytest.mark.parametrize("value", [0.0, 2.0, float("nan"), float("inf")])
def test_bad_vectors_never_serve(tmp_path: Path, encoder: FakeEncoder, value: float) -> None:
    good = build(tmp_path, encoder, ("Old.",)).version
    with pytest.raises(IndexStoreError, match="instead of 1"):
        build(tmp_path, BadEncoder(value))
    assert load_index(tmp_path, encoder).version == good
    assert version_ids(tmp_path) == [good]


def test_an_index_that_does_not_find_its_own_vectors_never_serves(
    tmp_path: Path, encoder: FakeEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = build(tmp_path, encoder).version
    of = FaissIndex.build
    monkeypatch.setattr(FaissIndex, "build", lambda vectors: of(np.roll(vectors, 1, axis=0)))
    with pytest.raises(IndexStoreError, match="does not find its own vectors"):
        build(tmp_path, encoder)
    assert load_index(tmp_path, encoder).version == good


@pytest.mark.parametrize("failing", range(1, 10))
def test_a_full_disk_is_one_line_and_the_old_version_serves(
    tmp_path: Path, encoder: FakeEncoder, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    good = build(tmp_path, encoder).version
    count = 0

    def write(path: Path, data: bytes) -> None:
        nonlocal count
        count += 1
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data[: len(data) // 2] if count == failing else data)
        if count == failing:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("assistant.index.files.write_durably", write)
    monkeypatch.setattr("assistant.index.build.write_durably", write)
    if failing <= 8:  # seven files of the version, then the note of which one is served
        with pytest.raises(IndexStoreError, match="No space left on device: make room") as caught:
            build(tmp_path, encoder, NEW)
        assert "\n" not in str(caught.value)
        assert load_index(tmp_path, encoder).version == good
    else:
        assert build(tmp_path, encoder, NEW).version > good
    assert not list((tmp_path / "tmp").iterdir())
    monkeypatch.undo()
    assert build(tmp_path, encoder, NEW).version > good
    assert load_index(tmp_path, encoder).corpus == corpus_of(*NEW)


def test_a_root_that_cannot_be_a_folder_is_one_line(tmp_path: Path, encoder: FakeEncoder) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(IndexStoreError, match="FAQ_CACHE_DIR"):
        build(tmp_path / "file", encoder)


def test_a_second_build_says_that_one_is_running(tmp_path: Path, encoder: FakeEncoder) -> None:
    good = build(tmp_path, encoder).version
    with FileLock(tmp_path / "build.lock"), pytest.raises(IndexStoreError, match="another build"):
        build(tmp_path, encoder, lock_timeout_s=0)
    assert load_index(tmp_path, encoder).version == good


def test_builds_at_once_take_turns_and_readers_never_notice(tmp_path: Path) -> None:
    build(tmp_path, FakeEncoder(256))
    failures: list[BaseException] = []
    done = threading.Event()

    def read() -> None:
        try:
            while not done.is_set():
                assert load_index(tmp_path, FakeEncoder(256)).warnings == ()
        except BaseException as error:
            failures.append(error)

    def write() -> None:
        for number in range(4):
            build(tmp_path, FakeEncoder(256), (f"{threading.get_ident()} {number}",), keep=1)

    reader = threading.Thread(target=read)
    writers = [threading.Thread(target=write) for _ in range(2)]
    for thread in (reader, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    reader.join()
    assert failures == []
    assert len(version_ids(tmp_path)) == 1


def test_a_list_made_during_a_swap_that_shows_no_version_is_made_again(
    tmp_path: Path, encoder: FakeEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path, encoder)
    real, swapped = store.version_ids, []

    def ids(root: Path) -> list[str]:
        if swapped:
            return real(root)
        swapped.append(build(tmp_path, encoder, ("other",), keep=1).version)
        return []  # neither the version that is gone nor the one that came

    monkeypatch.setattr(store, "version_ids", ids)
    assert load_index(tmp_path, encoder).version == swapped[0]


def test_an_interrupt_leaves_nothing_behind(tmp_path: Path, encoder: FakeEncoder) -> None:
    def interrupt(done: int, total: int) -> None:
        raise KeyboardInterrupt

    good = build(tmp_path, encoder).version
    with pytest.raises(KeyboardInterrupt):
        build(tmp_path, encoder, progress=interrupt)
    assert not list((tmp_path / "tmp").iterdir())
    assert load_index(tmp_path, encoder).version == good
