"""The whole pipeline, really damaged: each damage must be caught by `compare`, and its cause named."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import onnx
import pytest
from click.testing import CliRunner
from onnx import numpy_helper

import eval.provenance
from assistant.calibration import Calibration, Threshold, calibration_path, write_calibration
from assistant.encoder import load_encoder
from assistant.settings import Settings
from eval.cli import eval_group
from eval.run_record import read_info

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "corpus" / "partner-network-licensing"
IDS = ("d002", "d006", "d024", "d035", "d040", "d054", "d060")
STRICT = ("--max-lost-answers", "0", "--max-lost-right", "0")

pytestmark = pytest.mark.integration


@dataclass(frozen=True)
class House:
    """A corpus and a cache of their own, with a run from before the damage."""

    folder: Path
    corpus: Path
    cache: Path
    before: Path

    def run(self, name: str, corpus: Path | None = None) -> Path:
        """Answer the questions as `faq eval run` does."""
        out = self.folder / name
        environment = {"FAQ_CORPUS": str(corpus or self.corpus), "FAQ_CACHE_DIR": str(self.cache)}
        arguments = ["run", str(self.folder / "q.jsonl"), "--out", str(out), "--no-baselines"]
        result = CliRunner().invoke(eval_group, arguments, env=environment, catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return out

    def compare(self, after: Path, *limits: str) -> tuple[int, str]:
        """Exit status and output of `faq eval compare`."""
        arguments = ["compare", str(self.before), str(after), *limits]
        result = CliRunner().invoke(eval_group, arguments, catch_exceptions=False)
        return result.exit_code, result.output


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("house")
    settings = Settings()
    load_encoder(settings)  # exported now where it never was
    shutil.copytree(settings.cache_dir / "encoders", folder / "cache" / "encoders")
    shutil.copytree(CORPUS, folder / "faq")
    lines = (ROOT / "eval" / "questions" / "dev.jsonl").read_text("utf-8").splitlines()
    kept = [line for line in lines if json.loads(line)["id"] in IDS]
    (folder / "q.jsonl").write_text("\n".join(kept), "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(eval.provenance, "git_state", lambda _folder: ("c" * 40, False))
        house = House(folder, folder / "faq", folder / "cache", folder / "before")
        house.run("before")
        yield house


def test_what_is_not_damaged_is_not_reported(house: House) -> None:
    status, output = house.compare(house.run("again"), *STRICT, "--max-flipped", "0")
    assert (status, "No answer changed." in output) == (0, True), output


def test_a_run_records_what_decides_and_no_secret(house: House) -> None:
    settings = read_info(house.before).settings
    assert {"judge", "threshold_answer", "threshold_verdict"} <= settings.keys()
    assert not [name for name in settings if "token" in name or "store" in name]


def test_a_damaged_corpus_is_caught(house: House) -> None:
    damaged = house.folder / "damaged" / "faq"
    shutil.copytree(house.corpus, damaged)
    path = damaged / "licensing-faq.md"
    text = path.read_bytes().decode("utf-8")
    assert "tokens are used to redeem" in text
    turned = text.replace("tokens are used to redeem", "tokens are never used to redeem")
    path.write_bytes(turned.encode("utf-8"))
    status, output = house.compare(house.run("corpus", damaged))
    assert status == 1, output
    assert "--max-new-wrong allows 0" in output
    (change,) = [line for line in output.splitlines() if line.startswith("| d035 |")]
    assert "newly wrong" in change
    assert "| corpus |" in change


def test_a_damaged_model_is_caught(house: House) -> None:
    cache = house.folder / "damaged-cache"
    shutil.copytree(house.cache / "encoders", cache / "encoders")
    for folder in (cache / "encoders").iterdir():
        if folder.is_dir():
            shuffle_weights(folder)
    after = replace(house, cache=cache).run("model")
    assert read_info(after).encoder == read_info(house.before).encoder
    status, output = house.compare(after, *STRICT)
    assert status == 1, output
    assert "- model: " in output
    changes = [line for line in output.splitlines() if line.startswith("| d0")]
    assert changes  # few: words and the judge still find most
    assert all("| model |" in change for change in changes)


def test_a_damaged_threshold_is_caught(house: House) -> None:
    settings = Settings(corpus=house.corpus, cache_dir=house.cache)
    info = read_info(house.before)
    path = calibration_path(settings)
    shifted = Threshold(value=0.0, n=1, failures=0, bound=1.0, coverage=1.0)
    knowledge = info.model_dump(include={"index_version", "corpus_sha256", "encoder", "judge"})
    promise = {"risk": 1.0, "verdict_risk": 1.0, "confidence": 0.9, "date": "2024-01-01"}
    calibration = Calibration(
        answer=shifted, verdict=None, questions_sha256="", **promise, **knowledge
    )
    write_calibration(path, calibration)
    try:
        after = house.run("threshold")
    finally:
        path.unlink()
    status, output = house.compare(after)
    assert status == 1, output
    (change,) = [line for line in output.splitlines() if line.startswith("| d060 |")]
    assert "newly wrong, no longer right, newly answered | threshold |" in change
    assert "threshold_answer 0." in output


def shuffle_weights(folder: Path) -> None:
    """Shuffle the numbers of every weight matrix, and let the manifest vouch for the result."""
    rng = np.random.default_rng(0)
    model = onnx.load(str(folder / "model.onnx"))
    for tensor in model.graph.initializer:
        values = numpy_helper.to_array(tensor)
        if values.ndim == 2:
            mixed = rng.permutation(values.ravel()).reshape(values.shape)
            tensor.CopyFrom(numpy_helper.from_array(mixed, tensor.name))
    data = model.SerializeToString()
    (folder / "model.onnx").write_bytes(data)
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    manifest["sha256"]["model.onnx"] = hashlib.sha256(data).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
