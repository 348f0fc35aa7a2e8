"""The real model."""

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from assistant.encoder import Encoder, Vectors, load_encoder
from assistant.encoder.cache import WEIGHTS_PACKAGE
from assistant.errors import EncoderError
from assistant.settings import DEFAULT_ENCODER, load_settings
from tests.fakes import FakeEncoder

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parents[2]
SENTENCES = (
    "Can I share my licences with a colleague?",
    "Licences may be used by employees of the partner's organisation only.",
    "The parcel arrives within nine days.",
    "How much does it cost to ride the bus with a bicycle on weekends and holidays?",
)
ODD_TEXTS = {
    "empty": "",
    "spaces": "   ",
    "NUL": "a\0b",
    "only NUL": "\0",
    "lone surrogate": "a\ud800b \udfff",
    "punctuation": "?!...",
    "right to left": "هل يمكنني مشاركة التراخيص؟",
    "emoji": "👩‍👩‍👧‍👦 🏳️‍🌈",
    "one long word": "x" * 100_000,
    "1 MB": "May I share it? " * 65_536,
}


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder(load_settings())


def test_vectors_are_unit_float32(encoder: Encoder) -> None:
    vectors = encoder.encode_documents(SENTENCES)
    assert vectors.shape == (len(SENTENCES), 384) == (len(SENTENCES), encoder.dimension)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)


def test_a_vector_does_not_depend_on_its_neighbours(encoder: Encoder) -> None:
    together = encoder.encode_documents(SENTENCES)
    for sentence, vector in zip(SENTENCES, together, strict=True):
        np.testing.assert_array_equal(encoder.encode_query(sentence), vector)


def test_no_texts_give_no_vectors(encoder: Encoder) -> None:
    assert encoder.encode_queries([]).shape == (0, 384)
    assert encoder.encode_tokens([]) == []


@pytest.mark.parametrize("text", ODD_TEXTS.values(), ids=ODD_TEXTS.keys())
def test_any_string_has_a_vector(encoder: Encoder, text: str) -> None:
    vector = encoder.encode_query(text)
    assert np.isfinite(vector).all()
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


def test_token_vectors_are_unit_and_leave_out_the_marks(encoder: Encoder) -> None:
    two, none = encoder.encode_tokens(["hello there", ""])
    assert two.shape == (2, 384)
    assert none.shape == (0, 384)
    np.testing.assert_allclose(np.linalg.norm(two, axis=1), 1, atol=1e-5)


def test_int8_is_near_the_model_it_comes_from(encoder: Encoder) -> None:
    weights = find_spec(WEIGHTS_PACKAGE)
    assert weights is not None
    assert weights.origin is not None
    folder = Path(weights.origin).parent / "model"
    original = load_encoder(load_settings(encoder=str(folder)))
    expected = original.encode_documents(SENTENCES)
    assert expected.shape == (len(SENTENCES), original.dimension)
    cosines = (encoder.encode_documents(SENTENCES) * expected).sum(axis=1)
    assert cosines.min() > 0.97
    np.testing.assert_allclose(original.encode_query(SENTENCES[0]), expected[0], atol=1e-5)
    assert original.fingerprint != encoder.fingerprint
    assert np.isfinite(original.encode_query("a\ud800b\0")).all()
    assert original.encode_queries([]).shape == (0, 384)
    assert all(tokens.shape[1] == 384 for tokens in original.encode_tokens(SENTENCES))


def test_an_unknown_model_is_one_line_that_names_it() -> None:
    with pytest.raises(EncoderError, match="'no-such/model' cannot be loaded") as caught:
        load_encoder(load_settings(encoder="no-such/model"))
    assert "\n" not in str(caught.value)


LOAD = """
import json, sys
from assistant.encoder import load_encoder
from assistant.settings import load_settings
told = []
encoder = load_encoder(load_settings(), notify=told.append)
encoder.encode_query("hello")
heavy = [name for name in sys.modules if name in {"torch", "transformers",
         "sentence_transformers", "onnx", "onnxscript", "faiss"}]
print(json.dumps([encoder.fingerprint, len(told), heavy]))
"""


def test_two_processes_export_once_and_neither_imports_torch(
    tmp_path: Path, encoder: Encoder
) -> None:
    environment = os.environ | {"FAQ_CACHE_DIR": str(tmp_path), "FAQ_ENCODER": DEFAULT_ENCODER}
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", LOAD],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    outputs = [process.communicate() for process in processes]
    assert [error for _, error in outputs] == ["", ""]
    fingerprints, told, heavy = zip(*(json.loads(out) for out, _ in outputs), strict=True)
    assert set(fingerprints) == {encoder.fingerprint}
    assert sum(told) == 1
    assert heavy == ([], [])
    [folder] = [path for path in (tmp_path / "encoders").iterdir() if path.is_dir()]
    assert sorted(path.name for path in folder.iterdir()) == [
        "manifest.json",
        "model.onnx",
        "tokenizer.json",
    ]


def cosine(left: Vectors, right: Vectors) -> float:
    return float(left @ right)


def test_the_fake_scores_by_shared_words() -> None:
    fake = FakeEncoder()
    red_door = fake.encode_query("Red door")
    assert cosine(red_door, fake.encode_query("red, door!")) == pytest.approx(1)
    assert cosine(red_door, fake.encode_query("red car")) == pytest.approx(0.5)
    assert cosine(red_door, fake.encode_query("")) == 0
