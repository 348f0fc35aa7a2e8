import json
from pathlib import Path

import pytest
from tokenizers import Tokenizer

from assistant.judge.training.vocabulary import (
    SPECIAL,
    choose_pieces,
    pruned_tokenizer,
    source_rows,
)

WORDS = ["the", "seat", "licence", "rare", "zebra", "##s"]
LETTERS = list("abcdefghijklmnopqrstuvwxyz")


@pytest.fixture(params=["bert", "mpnet"])
def family(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def start(tmp_path: Path, family: str) -> Path:
    special = [*SPECIAL[family].values()]
    pieces = [*special, *LETTERS, *(f"##{c}" for c in LETTERS), *WORDS]
    raw = {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [],
        "normalizer": {
            "type": "BertNormalizer",
            "clean_text": True,
            "handle_chinese_chars": True,
            "strip_accents": None,
            "lowercase": True,
        },
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": None,
        "decoder": None,
        "model": {
            "type": "WordPiece",
            "unk_token": "[UNK]",
            "continuing_subword_prefix": "##",
            "max_input_chars_per_word": 100,
            "vocab": {piece: i for i, piece in enumerate(pieces)},
        },
    }
    (tmp_path / "tokenizer.json").write_text(json.dumps(raw), encoding="utf-8")
    return tmp_path


def pruned(start: Path, family: str, size: int) -> Tokenizer:
    whole = Tokenizer.from_file(str(start / "tokenizer.json"))
    return pruned_tokenizer(start, choose_pieces(whole, ["the zebra"], size), family)


def test_letters_and_used_pieces_are_kept_first(start: Path, family: str) -> None:
    vocab = pruned(start, family, size=2 * 26 + 2).get_vocab()
    assert {"the", "zebra", "a", "##a"} <= vocab.keys()
    assert "seat" not in vocab


def test_a_dropped_word_is_still_spelt_without_unknowns(start: Path, family: str) -> None:
    tokenizer = pruned(start, family, size=2 * 26 + 2)
    encoding = tokenizer.encode("seats", add_special_tokens=False)
    assert encoding.tokens == ["s", "##e", "##a", "##t", "##s"]


def test_pair_has_the_special_tokens_of_its_family(start: Path, family: str) -> None:
    encoding = pruned(start, family, size=60).encode("the", "zebra")
    double = ["[SEP]"] if family == "mpnet" else []
    assert encoding.tokens == ["[CLS]", "the", "[SEP]", *double, "zebra", "[SEP]"]
    assert encoding.type_ids[-1] == (1 if family == "bert" else 0)


def test_padding_id_is_where_the_family_expects_it(start: Path, family: str) -> None:
    assert pruned(start, family, size=60).token_to_id("[PAD]") == {"bert": 0, "mpnet": 1}[family]


def test_rows_point_at_the_same_pieces_in_the_start_model(start: Path, family: str) -> None:
    tokenizer = pruned(start, family, size=55)
    theirs = json.loads((start / "tokenizer.json").read_text())["model"]["vocab"]
    rows = source_rows(tokenizer, start, family)
    assert rows[tokenizer.token_to_id("zebra")] == theirs["zebra"]
    assert rows[tokenizer.token_to_id("[SEP]")] == theirs[SPECIAL[family]["[SEP]"]]
