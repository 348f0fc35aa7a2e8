import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from assistant.errors import IndexMismatchError, IndexMissingError
from assistant.index.files import sha256
from assistant.index.manifest import MANIFEST_FILE
from assistant.index.store import index_status, list_versions, load_index, rollback
from tests.assistant.index.samples import (
    CHUNKER,
    NOW,
    TEXTS,
    build,
    build_versions,
    chunks_of,
    corpus_of,
)
from tests.fakes import FakeEncoder

FILES = ["vectors.faiss", "chunks.jsonl", "corpus.json", "sources/faq.md", MANIFEST_FILE]


@pytest.fixture
def encoder() -> FakeEncoder:
    return FakeEncoder(256)


def folder(root: Path, version: str) -> Path:
    return root / "versions" / version


def rewrite_manifest(path: Path, **fields: object) -> None:
    manifest = json.loads((path / MANIFEST_FILE).read_text())
    (path / MANIFEST_FILE).write_text(json.dumps(manifest | fields))


def test_a_built_version_is_loaded_whole(tmp_path: Path, encoder: FakeEncoder) -> None:
    report = build(tmp_path, encoder)
    loaded = load_index(tmp_path, encoder)
    corpus = corpus_of(*TEXTS)
    assert loaded.version == report.version
    assert loaded.corpus == corpus
    assert list(loaded.chunks) == chunks_of(corpus)
    assert loaded.search_texts[0] == f"Question 0? {TEXTS[0]}"
    assert loaded.warnings == ()
    scores, ids = loaded.vectors.search(encoder.encode_queries(["question 2 refunds take"]), 1)
    assert loaded.chunks[ids[0, 0]].text == TEXTS[2]
    assert scores[0, 0] == pytest.approx(4 / (4 * 6) ** 0.5)


def test_no_index_says_how_to_get_one(tmp_path: Path, encoder: FakeEncoder) -> None:
    with pytest.raises(IndexMissingError, match="run `faq index build`"):
        load_index(tmp_path / "none", encoder)
    assert index_status(tmp_path, "x", encoder, chunker=CHUNKER).is_stale


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("damage", ["truncated", "edited", "missing", "empty"])
def test_a_damaged_version_gives_way_to_the_one_before(
    tmp_path: Path, encoder: FakeEncoder, name: str, damage: str
) -> None:
    first = build(tmp_path, encoder).version
    second = build(tmp_path, encoder, (*TEXTS, "More.")).version
    path = folder(tmp_path, second) / name
    data = path.read_bytes()
    if damage == "missing":
        path.unlink()
    else:
        edited = data[:-1] + bytes([data[-1] ^ 1])
        cut = {"truncated": data[: len(data) // 2], "edited": edited, "empty": b""}
        path.write_bytes(cut[damage])
    if name == MANIFEST_FILE and damage == "edited":
        path.write_bytes(data.replace(second.encode(), first.encode()))
    loaded = load_index(tmp_path, encoder)
    assert loaded.version == first
    [warning] = loaded.warnings
    assert second in warning
    assert f"serving {first} instead: run `faq index build`" in warning
    assert "\n" not in warning


def test_a_lone_damaged_version_is_refused_with_both_checksums(
    tmp_path: Path, encoder: FakeEncoder
) -> None:
    version = build(tmp_path, encoder).version
    path = folder(tmp_path, version) / "chunks.jsonl"
    built = sha256(path.read_bytes())
    path.write_bytes(b"{}\n")
    with pytest.raises(IndexMismatchError, match="run `faq index build`") as caught:
        load_index(tmp_path, encoder)
    assert caught.value.differences == (("chunks.jsonl", built, sha256(b"{}\n")),)


@pytest.mark.parametrize(
    ("other", "difference"),
    [
        (FakeEncoder(256, id="larger"), ("encoder", "fake", "larger")),
        (FakeEncoder(128), ("dimension", "256", "128")),
        (FakeEncoder(256, fingerprint="0" * 64), ("encoder fingerprint", "f" * 64, "0" * 64)),
    ],
)
def test_another_encoder_is_refused_with_what_differs(
    tmp_path: Path, encoder: FakeEncoder, other: FakeEncoder, difference: tuple[str, str, str]
) -> None:
    build(tmp_path, encoder)
    with pytest.raises(IndexMismatchError, match="run `faq index build`") as caught:
        load_index(tmp_path, other)
    assert caught.value.differences == (difference,)
    status = index_status(tmp_path, corpus_of(*TEXTS).sha256, other, chunker=CHUNKER)
    assert (status.is_stale, status.usable) == (True, False)


@pytest.mark.parametrize(
    ("field", "value", "key"),
    [
        ("format", 99, "format"),
        ("metric", "l2", "metric"),
        ("version", "another", "version"),
        ("chunks", 5, "chunks"),
        ("entries", 9, "entries"),
        ("corpus_sha256", "0" * 64, "corpus"),
    ],
)
def test_a_foreign_version_is_refused_with_what_differs(
    tmp_path: Path, encoder: FakeEncoder, field: str, value: object, key: str
) -> None:
    version = build(tmp_path, encoder).version
    rewrite_manifest(folder(tmp_path, version), **{field: value})
    with pytest.raises(IndexMismatchError) as caught:
        load_index(tmp_path, encoder)
    assert key in [difference[0] for difference in caught.value.differences]


@pytest.mark.parametrize("content", [None, b"", b"{", b'{"version": "gone"}', b'"x"'])
def test_a_lost_note_of_the_current_version_falls_back_to_the_newest(
    tmp_path: Path, encoder: FakeEncoder, content: bytes | None
) -> None:
    newest = build_versions(tmp_path, encoder, 2)[-1]
    if content is None:
        (tmp_path / "current").unlink()
    else:
        (tmp_path / "current").write_bytes(content)
    loaded = load_index(tmp_path, encoder)
    assert loaded.version == newest
    assert len(loaded.warnings) == 1


def test_a_named_version_is_loaded_or_named_as_unknown(
    tmp_path: Path, encoder: FakeEncoder
) -> None:
    first, _ = build_versions(tmp_path, encoder, 2)
    assert load_index(tmp_path, encoder, version=first).version == first
    with pytest.raises(IndexMissingError, match=r"no index version '\.\./x'"):
        load_index(tmp_path, encoder, version="../x")


def test_rollback_serves_and_pins_the_version_before(tmp_path: Path, encoder: FakeEncoder) -> None:
    first, second = build_versions(tmp_path, encoder, 2)
    assert rollback(tmp_path, encoder) == first
    assert load_index(tmp_path, encoder).version == first
    assert [(v.version, v.current, v.pinned) for v in list_versions(tmp_path)] == [
        (second, False, False),
        (first, True, True),
    ]
    with pytest.raises(IndexMissingError, match="faq index list"):
        rollback(tmp_path, encoder)


def test_a_pinned_version_is_stale_but_wants_no_build(tmp_path: Path, encoder: FakeEncoder) -> None:
    build(tmp_path, encoder, ("Old.",))
    build(tmp_path, encoder)
    rollback(tmp_path, encoder)
    now = corpus_of(*TEXTS).sha256
    status = index_status(tmp_path, now, encoder, chunker=CHUNKER)
    assert (status.pinned, status.is_stale, status.wants_build) == (True, True, False)
    other = FakeEncoder(64)
    assert index_status(tmp_path, now, other, chunker=CHUNKER).wants_build
    build(tmp_path, encoder)
    assert not index_status(tmp_path, now, encoder, chunker=CHUNKER).pinned


def test_rollback_skips_damaged_versions(tmp_path: Path, encoder: FakeEncoder) -> None:
    first, second, _ = build_versions(tmp_path, encoder, 3)
    (folder(tmp_path, second) / "vectors.faiss").write_bytes(b"")
    assert rollback(tmp_path, encoder) == first


def test_a_version_of_another_corpus_is_refused_wherever_it_was_put(
    tmp_path: Path, encoder: FakeEncoder
) -> None:
    own, other = tmp_path / "faq-1", tmp_path / "faq-2"
    foreign = build(other, encoder, ("Of others.",)).version
    served = build(own, encoder, clock=lambda: NOW + timedelta(hours=1)).version
    shutil.copytree(folder(other, foreign), folder(own, foreign))
    says = "index folder faq-2, now faq-1"
    with pytest.raises(IndexMissingError, match=f"no usable version before {served}.*{says}"):
        rollback(own, encoder)
    with pytest.raises(IndexMismatchError, match=f"{says}: run `faq index build`"):
        load_index(own, encoder, version=foreign)
    newest, oldest = list_versions(own)
    assert (newest.problem, says in (oldest.problem or "")) == (None, True)
    (own / "current").write_text(json.dumps({"version": foreign}))
    loaded = load_index(own, encoder)
    assert (loaded.version, says in loaded.warnings[0]) == (served, True)
    assert not index_status(own, "", encoder, chunker=CHUNKER).usable


def test_a_version_that_does_not_say_for_which_folder_it_was_built_is_read(
    tmp_path: Path, encoder: FakeEncoder
) -> None:
    version = build(tmp_path, encoder).version
    rewrite_manifest(folder(tmp_path, version), root=None)
    assert load_index(tmp_path, encoder).warnings == ()


def test_checksums_that_differ_late_are_shown_whole(tmp_path: Path, encoder: FakeEncoder) -> None:
    path = folder(tmp_path, build(tmp_path, encoder).version)
    files = json.loads((path / MANIFEST_FILE).read_text())["files"]
    right = files["chunks.jsonl"]
    wrong = right[:-1] + ("0" if right[-1] != "0" else "1")
    rewrite_manifest(path, files=files | {"chunks.jsonl": wrong})
    with pytest.raises(IndexMismatchError, match=f"manifest was.* {wrong}, of the file {right}"):
        load_index(tmp_path, encoder)


@pytest.mark.parametrize("name", FILES)
def test_a_status_of_the_whole_version_finds_damage(
    tmp_path: Path, encoder: FakeEncoder, name: str
) -> None:
    version = build(tmp_path, encoder).version
    (folder(tmp_path, version) / name).write_bytes(b"x")
    sha = corpus_of(*TEXTS).sha256
    found = index_status(tmp_path, sha, encoder, chunker=CHUNKER, whole=True)
    assert (found.version, found.usable, len(found.stale)) == (version, False, 1)


def test_status_names_what_changed(tmp_path: Path, encoder: FakeEncoder) -> None:
    report = build(tmp_path, encoder)
    sha = corpus_of(*TEXTS).sha256
    fresh = index_status(tmp_path, sha, encoder, chunker=CHUNKER)
    assert (fresh.version, fresh.stale, fresh.chunks, fresh.kept) == (report.version, (), 6, 1)
    assert index_status(tmp_path, "0", encoder, chunker=CHUNKER).stale == (
        "the corpus has changed",
    )
    assert index_status(tmp_path, sha, encoder, chunker="2").stale == (
        "the chunker is 2, it was 1",
    )


def test_a_list_says_what_is_wrong_with_a_version(tmp_path: Path, encoder: FakeEncoder) -> None:
    first, second = build_versions(tmp_path, encoder, 2)
    (folder(tmp_path, first) / "chunks.jsonl").unlink()
    (folder(tmp_path, second) / MANIFEST_FILE).write_text("{}")
    newest, oldest = list_versions(tmp_path)
    assert (newest.manifest, oldest.manifest is None) == (None, False)
    assert newest.problem is not None
    assert "manifest cannot be read" in newest.problem
    assert oldest.problem is not None
    assert "chunks.jsonl cannot be read" in oldest.problem


def test_a_folder_put_there_by_hand_is_no_version(tmp_path: Path, encoder: FakeEncoder) -> None:
    (tmp_path / "versions" / "zzz").mkdir(parents=True)
    version = build(tmp_path, encoder).version
    assert load_index(tmp_path, encoder).version == version
    (tmp_path / "current").unlink()
    assert load_index(tmp_path, encoder).version == version


def test_without_an_index_there_is_nothing_to_go_back_to(
    tmp_path: Path, encoder: FakeEncoder
) -> None:
    with pytest.raises(IndexMissingError, match="no index yet: build one with `faq index build`"):
        rollback(tmp_path / "none", encoder)
