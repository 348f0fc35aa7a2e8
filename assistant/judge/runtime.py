"""The judge at run time: two int8 cross-encoders run by ONNX Runtime. Neither torch nor transformers.

*Relevance*, small and fast, says whether a text answers a question; *polarity*, larger, says whether a
text means yes or no to it, or does not settle it. Both read the pair (question, "heading | text"), as
they were trained (`judge/training/items.py`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.errors import JudgeError
from assistant.settings import Settings
from assistant.types import VerdictValue

if TYPE_CHECKING:
    from tokenizers import Tokenizer

WEIGHTS = Path(__file__).parent / "weights"
MAX_CHARS = 8192  # the rest is cut before it is tokenised: `max_length` tokens are far fewer
# Of a longer question only the end is read: what stands before it lifts the relevance of any text.
MAX_QUESTION_TOKENS = 80
# In the order of the fields of Polarity; "none" is its `open_answer`.
_LABELS = ("yes", "no", "depends", "unknown", "none")
_REMEMBERED = 16  # readings, for one question asks for some of them twice
_MANIFEST_KEYS = {"labels", "sha256", "max_length"}


@dataclass(frozen=True, slots=True)
class Polarity:
    """Probabilities that sum to 1: what the evidence says to the question as phrased.

    `unknown`: the evidence does not settle the question. `open_answer`: it does, but the question is
    open ("how many?"), so that the answer is none of yes, no and depends.
    """

    yes: float
    no: float
    depends: float
    unknown: float
    open_answer: float = 0.0

    @property
    def value(self) -> VerdictValue:
        """The likeliest of yes, no and depends."""
        # Of equals the first wins: yes before no, no before depends.
        options = (
            (VerdictValue.YES, self.yes),
            (VerdictValue.NO, self.no),
            (VerdictValue.DEPENDS, self.depends),
        )
        return max(options, key=lambda option: option[1])[0]

    @property
    def confidence(self) -> float:
        """Probability of `value`, given that the evidence settles the question.

        Whether it does is another doubt, which the decision to answer has weighed already.
        """
        likeliest = max(self.yes, self.no, self.depends)
        return likeliest / max(likeliest, 1 - self.unknown) if likeliest else 0.0

    @property
    def settled(self) -> float:
        """Probability of the likeliest way in which the evidence settles the question."""
        return max(self.yes, self.no, self.depends, self.open_answer)

    def mean(self, other: Polarity) -> Polarity:
        """The mean of both, which are about the same question."""
        both = zip(astuple(self), astuple(other), strict=True)
        return Polarity(*((one + another) / 2 for one, another in both))


class Judge(Protocol):
    """Reads questions with texts. Implementations are deterministic, and threads may share them."""

    id: str

    def relevance(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """Probability that each of `texts` answers `question`: (texts,), in [0, 1]."""
        ...

    def polarity(self, question: str, evidence: str) -> Polarity:
        """What `evidence` says to `question` as phrased, and whether it settles it at all."""
        ...


def evidence_text(heading: str, text: str) -> str:
    """How both models read a text of an entry."""
    return f"{heading} | {text}" if heading else text


class OnnxJudge:
    """The trained models of a folder with `relevance/` and `polarity/`. See Judge."""

    def __init__(self, folder: Path = WEIGHTS, *, threads: int = 1) -> None:
        # While a model loads it is in memory twice: the larger one first, so that the smaller fits in its place.
        self._polarity = CrossEncoder(folder / "polarity", threads=threads)
        self._relevance = CrossEncoder(folder / "relevance", threads=threads)
        missing = set(_LABELS) - set(self._polarity.labels)
        if missing:
            raise JudgeError(
                f"{folder / 'polarity'}: the weights know no {', '.join(sorted(missing))}: "
                "they are of an earlier kind, export them from a new run"
            )
        self.id = f"relevance-{self._relevance.sha256[:8]}+polarity-{self._polarity.sha256[:8]}"
        self._read = lru_cache(maxsize=_REMEMBERED)(self._read_polarity)

    def relevance(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """See Judge."""
        logits = self._relevance.logits([(question, text) for text in texts])[:, 0]
        return (1 / (1 + np.exp(-logits))).astype(np.float32)

    def polarity(self, question: str, evidence: str) -> Polarity:
        """See Judge."""
        return self._read(question, evidence)

    def _read_polarity(self, question: str, evidence: str) -> Polarity:
        logits = self._polarity.logits([(question, evidence)])[0]
        shares = np.exp(logits - logits.max())
        shares /= shares.sum()
        named = dict(zip(self._polarity.labels, map(float, shares), strict=True))
        return Polarity(*(named[label] for label in _LABELS))


def load_judge(settings: Settings) -> Judge | None:
    """The judge that `settings.judge` names; None where it is switched off."""
    if settings.judge == "none":
        return None
    folder = WEIGHTS if settings.judge == "default" else Path(settings.judge)
    return OnnxJudge(folder, threads=settings.threads)


class CrossEncoder:
    """One exported cross-encoder: model.onnx and tokenizer.json, checked against manifest.json."""

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        manifest = _manifest(folder)
        model = _checked(folder, "model.onnx", manifest)
        tokenizer = _checked(folder, "tokenizer.json", manifest)
        self.labels: tuple[str, ...] = tuple(manifest["labels"])
        self.sha256: str = manifest["sha256"]["model.onnx"]
        self._load(model, tokenizer, int(manifest["max_length"]), threads)

    def _load(self, model: Path, tokenizer: Path, max_length: int, threads: int) -> None:
        from tokenizers import Tokenizer

        from assistant.encoder.onnx_encoder import open_session

        try:
            self._tokenizer = Tokenizer.from_file(str(tokenizer))
            # By path: from bytes the session would hold the weights twice.
            self._session = open_session(str(model), threads)
        except Exception as error:  # both libraries raise their own undocumented classes
            raise JudgeError(f"the judge's weights cannot be loaded: {error}") from error
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(max_length, strategy="only_second")

    def logits(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """`(pairs, labels)`. Each pair by itself: a batch would share one quantisation scale, so
        that a text's score would depend on its neighbours, and padding costs what batching gains.
        """
        rows = np.empty((len(pairs), len(self.labels)), np.float32)
        for row, (question, text) in enumerate(pairs):
            encoding = self._tokenizer.encode(
                end_of_question(_valid(question), lambda: self._whole), _valid(text)
            )
            feed = {
                "input_ids": np.array([encoding.ids], np.int64),
                "attention_mask": np.ones((1, len(encoding.ids)), np.int64),
                "token_type_ids": np.array([encoding.type_ids], np.int64),
            }
            rows[row] = self._session.run(["logits"], feed)[0][0]
        return rows

    @cached_property
    def _whole(self) -> Tokenizer:
        return without_truncation(self._tokenizer)


def end_of_question(question: str, whole: Callable[[], Tokenizer]) -> str:
    """The end of a question too long to leave room for evidence: what is asked comes last.

    `whole` gives a tokenizer that never cuts; few questions are long enough to need it.
    """
    if len(question) <= MAX_QUESTION_TOKENS:  # no token is shorter than a character
        return question
    offsets = whole().encode(question, add_special_tokens=False).offsets
    if len(offsets) <= MAX_QUESTION_TOKENS:
        return question
    return question[offsets[-MAX_QUESTION_TOKENS][0] :]


def without_truncation(tokenizer: Tokenizer) -> Tokenizer:
    """A copy of the tokenizer that never cuts."""
    whole = tokenizer.from_str(tokenizer.to_str())
    whole.no_truncation()
    return whole


def _valid(text: str) -> str:
    """Text that the tokenizer takes: of bearable length, without lone surrogates."""
    return text[:MAX_CHARS].encode("utf-8", "replace").decode("utf-8")


def _manifest(folder: Path) -> dict[str, Any]:
    path = folder / "manifest.json"
    try:
        manifest: object = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _no_manifest(path, str(error)) from error
    if not isinstance(manifest, dict):
        raise _no_manifest(path, "it is no JSON object")
    missing = _MANIFEST_KEYS - manifest.keys()
    if missing:
        raise _no_manifest(path, f"it lacks {', '.join(sorted(missing))}")
    return manifest


def _no_manifest(path: Path, reason: str) -> JudgeError:
    return JudgeError(
        f"{path}: not a manifest of judge weights ({reason}): restore the folder from the "
        "release, or set FAQ_JUDGE=none to answer without the judge"
    )


def _checked(folder: Path, name: str, manifest: dict[str, Any]) -> Path:
    """The path of a file that is what the manifest says. Raises JudgeError."""
    path = folder / name
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise JudgeError(f"{path}: {error.strerror}: restore the judge's weights") from error
    expected = manifest["sha256"].get(name)
    if found != expected:
        raise JudgeError(
            f"{path}: SHA-256 {found[:12]}… is not the manifest's {str(expected)[:12]}…: "
            "restore the judge's weights from the release"
        )
    return path
