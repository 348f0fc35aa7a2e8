import json
from pathlib import Path
from typing import Any

import pytest
import torch

from assistant.judge.training.batches import Batch, Encoded, collate
from assistant.judge.training.items import FIRST_ANSWERS
from assistant.judge.training.loop import (
    Schedule,
    Trainer,
    class_loss,
    noisy_or_loss,
    rate,
)
from assistant.judge.training.modeling import PairReader


class BagOfWords(torch.nn.Module):
    """An encoder of one embedding: states (batch, length, 8)."""

    def __init__(self) -> None:
        super().__init__()
        self.words = torch.nn.Embedding(20, 8)

    def forward(self, input_ids: Any, attention_mask: Any, return_dict: bool) -> tuple[Any]:
        return (self.words(input_ids),)


def reader() -> PairReader:
    torch.manual_seed(0)
    return PairReader(BagOfWords(), hidden=8, outputs=2, token_types=False)


def item(word: int, target: int) -> Encoded:
    return Encoded((([word, 3], [0, 0]),), target, 1.0)


def group_of(targets: list[int], groups: list[int]) -> Batch:
    nothing = torch.zeros(len(groups), 1)
    ones = torch.ones(len(targets))
    return Batch(nothing, nothing, nothing, torch.tensor(groups), torch.tensor(targets), ones)


def test_rate_warms_up_and_ends_at_zero() -> None:
    assert rate(0.05, warmup=0.1) == pytest.approx(0.5)
    assert rate(0.1, warmup=0.1) == pytest.approx(1.0)
    assert rate(1.0, warmup=0.1) == pytest.approx(0.0)


def test_noisy_or_of_one_pair_is_cross_entropy() -> None:
    logits = torch.tensor([[0.3], [-1.2]])
    expected = torch.nn.functional.binary_cross_entropy_with_logits(
        logits[:, 0], torch.tensor([1.0, 0.0])
    )
    loss = noisy_or_loss(logits, group_of([1, 0], [0, 1]), smoothing=0.0)
    assert loss.item() == pytest.approx(expected.item(), abs=1e-5)


def test_one_answering_sentence_settles_a_group() -> None:
    batch = group_of([1], [0, 0])
    found = noisy_or_loss(torch.tensor([[4.0], [-4.0]]), batch, smoothing=0.0)
    missed = noisy_or_loss(torch.tensor([[-4.0], [-4.0]]), batch, smoothing=0.0)
    assert found < 0.05 < missed


def test_noisy_or_is_finite_at_extremes() -> None:
    for value in (-80.0, 80.0):
        logits = torch.full((2, 1), value, requires_grad=True)
        loss = noisy_or_loss(logits, group_of([1, FIRST_ANSWERS], [0, 1]))
        loss.backward()
        assert torch.isfinite(loss)
        assert torch.isfinite(logits.grad).all()


def test_the_first_of_a_ranked_group_must_lead_and_answer() -> None:
    batch = group_of([FIRST_ANSWERS, 0], [0, 0, 0, 1])

    def loss(*scores: float) -> float:
        return noisy_or_loss(torch.tensor([[score] for score in scores]), batch, 0.0).item()

    apart, level, behind = loss(5, -5, -5, -5), loss(1, 1, 1, -5), loss(-5, 5, -5, -5)
    assert apart < 0.05 < level < behind
    assert loss(3, 1, 1, -5) < loss(2, 2, 0, -5)


def test_a_ranked_group_beside_others_leaves_their_loss_alone() -> None:
    logits = torch.tensor([[0.5], [0.2], [-0.7]])
    alone = noisy_or_loss(logits[2:], group_of([0], [0]), smoothing=0.0).item()
    ranked = noisy_or_loss(logits[:2], group_of([FIRST_ANSWERS], [0, 0]), smoothing=0.0).item()
    both = noisy_or_loss(logits, group_of([FIRST_ANSWERS, 0], [0, 0, 1]), smoothing=0.0).item()
    assert both == pytest.approx((alone + ranked) / 2, abs=1e-5)


def test_class_loss_counts_by_weight() -> None:
    batch = collate([item(4, 0), Encoded(item(5, 1).pairs, 1, 0.0)], pad_id=0)
    logits = torch.tensor([[9.0, 0.0], [9.0, 0.0]])
    assert class_loss(logits, batch, smoothing=0.0).item() == pytest.approx(0.0, abs=1e-3)


def trainer(out: Path) -> Trainer:
    schedule = Schedule(learning_rate=0.05, validations=2)
    return Trainer(reader(), class_loss, lambda _: (1.0, {"n": 1}), schedule, out)


def test_run_learns_and_leaves_its_files(tmp_path: Path) -> None:
    batches = [[item(4, 0), item(5, 1)] for _ in range(60)]
    run = trainer(tmp_path)
    before = class_loss(run.model(*_inputs(batches[0])), collate(batches[0], 0)).item()
    run.run(batches, pad_id=0)
    run.model.eval()
    after = class_loss(run.model(*_inputs(batches[0])), collate(batches[0], 0)).item()
    assert after < before / 2
    assert {p.name for p in tmp_path.iterdir()} == {
        "best.pt",
        "checkpoint.pt",
        "last.pt",
        "log.jsonl",
    }
    rows = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    assert sum("validation" in row for row in rows) == 2


def test_resumed_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    batches = [[item(4 + i % 9, i % 2)] for i in range(20)]
    first = trainer(tmp_path)
    for batch in batches[:8]:
        first._learn(collate(batch, 0), len(batches))
        first.step += 1
    first.save()
    resumed = trainer(tmp_path)
    resumed.restore()
    assert resumed.step == 8
    for name, value in first.model.state_dict().items():
        assert torch.equal(value, resumed.model.state_dict()[name])
    resumed.run(batches, pad_id=0)
    assert resumed.step == 20


def _inputs(items: list[Encoded]) -> tuple[Any, Any, Any]:
    batch = collate(items, 0)
    return batch.input_ids, batch.attention_mask, batch.token_type_ids


def test_without_dropout_the_same_text_reads_the_same() -> None:
    model = reader()
    model.set_dropout(0.0)
    pair = collate([item(5, 1)], pad_id=0)
    first, second = (
        model(pair.input_ids, pair.attention_mask, pair.token_type_ids) for _ in range(2)
    )
    assert torch.equal(first, second)
