"""A smaller WordPiece vocabulary for both models, and the tokenizer that goes with it.

Both start models use BERT's uncased vocabulary (MPNet with other special tokens and shifted ids).
Of its 30,522 pieces a support question uses few: single characters are kept, so that every word can
still be spelt, then the pieces that the training text uses, then the most frequent ones (BERT's
order is by frequency).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

SPECIAL = {
    "bert": {"[PAD]": "[PAD]", "[UNK]": "[UNK]", "[CLS]": "[CLS]", "[SEP]": "[SEP]"},
    "mpnet": {"[CLS]": "<s>", "[PAD]": "<pad>", "[SEP]": "</s>", "[UNK]": "[UNK]"},
}
"""Our special token -> the start model's, in the order of our ids. MPNet's padding id must be 1:
its position numbers are counted from it."""


def choose_pieces(tokenizer: Tokenizer, texts: Iterable[str], size: int) -> list[str]:
    """The `size` pieces to keep, without special tokens, in the start model's order."""
    ids = {
        piece: i
        for piece, i in tokenizer.get_vocab().items()
        if not piece.startswith(("[", "<")) or len(piece) == 1
    }
    used: Counter[str] = Counter()
    for encoding in tokenizer.encode_batch(list(texts), add_special_tokens=False):
        used.update(encoding.tokens)

    def rank(piece: str) -> tuple[int, int]:
        spelling = len(piece.removeprefix("##")) == 1 and piece.removeprefix("##").isascii()
        return (0 if spelling else 1 if used[piece] else 2, ids[piece])

    return sorted(sorted(ids, key=rank)[:size], key=ids.__getitem__)


def pruned_tokenizer(start: Path, pieces: Iterable[str], family: str) -> Tokenizer:
    """A pair tokenizer over the kept pieces: no padding, no truncation, special ids first."""
    raw = json.loads((start / "tokenizer.json").read_text(encoding="utf-8"))
    vocab = {piece: i for i, piece in enumerate([*SPECIAL[family], *pieces])}
    raw["model"]["vocab"] = vocab
    raw["model"]["unk_token"] = "[UNK]"  # noqa: S105
    raw["added_tokens"] = [_special(token, vocab[token]) for token in SPECIAL[family]]
    raw["post_processor"] = _pair_template(vocab, family)
    raw["truncation"] = raw["padding"] = None
    return Tokenizer.from_str(json.dumps(raw))


def source_rows(tokenizer: Tokenizer, start: Path, family: str) -> list[int]:
    """For each id of the pruned vocabulary, the row of the start model's embedding matrix."""
    raw = json.loads((start / "tokenizer.json").read_text(encoding="utf-8"))
    theirs: Mapping[str, int] = raw["model"]["vocab"]
    ours = sorted(tokenizer.get_vocab().items(), key=lambda item: item[1])
    return [theirs[SPECIAL[family].get(piece, piece)] for piece, _ in ours]


def _special(token: str, number: int) -> dict[str, Any]:
    flags = dict.fromkeys(("single_word", "lstrip", "rstrip", "normalized"), False)
    return {"id": number, "content": token, "special": True, **flags}


def _pair_template(vocab: Mapping[str, int], family: str) -> dict[str, Any]:
    def special(token: str, side: int) -> dict[str, Any]:
        return {"SpecialToken": {"id": token, "type_id": side}}

    def text(name: str, side: int) -> dict[str, Any]:
        return {"Sequence": {"id": name, "type_id": side}}

    two = 1 if family == "bert" else 0
    single = [special("[CLS]", 0), text("A", 0), special("[SEP]", 0)]
    between = [] if family == "bert" else [special("[SEP]", 0)]
    tokens = {t: {"id": t, "ids": [vocab[t]], "tokens": [t]} for t in ("[CLS]", "[SEP]")}
    return {
        "type": "TemplateProcessing",
        "single": single,
        "pair": [*single, *between, text("B", two), special("[SEP]", two)],
        "special_tokens": tokens,
    }


def pad_id(tokenizer: Tokenizer) -> int:
    """The id that fills a batch up."""
    found = tokenizer.token_to_id("[PAD]")
    assert found is not None
    return found
