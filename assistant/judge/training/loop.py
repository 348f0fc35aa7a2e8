"""The training loop: bfloat16 autocast, AdamW, warm-up and cosine decay, checkpoints, resume."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from assistant.judge.training.batches import Batch, Encoded, collate
from assistant.judge.training.items import FIRST_ANSWERS
from assistant.judge.training.modeling import PairReader

Loss = Callable[[Tensor, Batch], Tensor]
Validate = Callable[[PairReader], tuple[float, dict[str, Any]]]
"""Model -> (the figure by which the best is kept, everything measured)."""

HEAD_SCALE = 5.0
"""Learning rate of the head, as a multiple of the encoder's."""


@dataclass(frozen=True)
class Schedule:
    """How long and how fast to learn.

    `minutes`: learning rate and end follow whichever of steps and time is further along, so that a
    run on a shared machine still ends decayed; None for steps alone, which repeats exactly.
    """

    learning_rate: float
    warmup: float = 0.06
    weight_decay: float = 0.01
    minutes: float | None = None
    checkpoint_minutes: float = 10.0
    validations: int = 6


def noisy_or_loss(logits: Tensor, batch: Batch, smoothing: float = 0.02) -> Tensor:
    """Binary cross-entropy of "some text of the group answers", 1 - prod(1 - p); (pairs, 1) logits.

    A group of one is plain cross-entropy. A negative pushes every sentence down, a positive pulls
    up the likeliest: multiple-instance learning with the noisy-or of Zhang, Platt and Viola (2005).
    Where the first of a group is to be ranked first, the first alone is the positive, and a softmax
    over the group says how far it leads (ListNet's top-one loss, Cao et al., 2007).
    """
    scores = logits[:, 0].float()
    empty = torch.zeros(len(batch.targets))
    none = empty.index_add(0, batch.groups, functional.logsigmoid(-scores))
    some = torch.log(-torch.expm1(none.clamp(max=-1e-6)))
    target = batch.targets.float().clamp(max=1) * (1 - 2 * smoothing) + smoothing
    told = target * some + (1 - target) * none
    ranked = batch.targets == FIRST_ANSWERS
    if ranked.any():
        first = torch.ones_like(batch.groups, dtype=torch.bool)
        first[1:] = batch.groups[1:] != batch.groups[:-1]
        lead = scores[first] - torch.log(
            empty.index_add(0, batch.groups, scores.clamp(-60, 60).exp())
        )
        sizes = empty.index_add(0, batch.groups, torch.ones_like(scores))
        each = functional.logsigmoid(torch.where(first, scores, -scores))
        apart = empty.index_add(0, batch.groups, each) / sizes
        told = torch.where(ranked, lead + apart, told)
    return -(batch.weights * told).mean()


def class_loss(logits: Tensor, batch: Batch, smoothing: float = 0.05) -> Tensor:
    """Weighted cross-entropy; (pairs, classes) logits, one pair a group."""
    each = functional.cross_entropy(
        logits.float(), batch.targets, reduction="none", label_smoothing=smoothing
    )
    return (batch.weights * each).mean()


def rate(progress: float, warmup: float) -> float:
    """Share of the peak learning rate: linear warm-up, then cosine to zero; progress in [0, 1]."""
    if progress < warmup:
        return progress / warmup
    return 0.5 * (1 + math.cos(math.pi * min(1.0, (progress - warmup) / (1 - warmup))))


class Trainer:
    """One run over planned batches, in a folder that holds its log, checkpoint and models."""

    def __init__(
        self, model: PairReader, loss: Loss, validate: Validate, schedule: Schedule, out: Path
    ) -> None:
        self.model, self.loss, self.validate = model, loss, validate
        self.schedule, self.out = schedule, out
        self.optimizer = torch.optim.AdamW(_groups(model, schedule.weight_decay), lr=0.0)
        self.step, self.elapsed_s, self.best = 0, 0.0, -math.inf
        self.report: dict[str, Any] = {}  # of the last validation

    def run(self, batches: Sequence[list[Encoded]], pad_id: int) -> None:
        """Train from the current step to the end, then keep the last and the best model."""
        started = time.monotonic() - self.elapsed_s
        saved = self.elapsed_s
        losses: list[float] = []
        marks = [
            round(i / self.schedule.validations, 6) for i in range(1, self.schedule.validations)
        ]
        marks = [mark for mark in marks if mark > self.progress(len(batches))]
        while self.progress(len(batches)) < 1.0:
            losses.append(self._learn(collate(batches[self.step], pad_id), len(batches)))
            self.step += 1
            self.elapsed_s = time.monotonic() - started
            if self.step % 50 == 0:
                self.log(loss=sum(losses) / len(losses), progress=self.progress(len(batches)))
                losses.clear()
            if marks and self.progress(len(batches)) >= marks[0]:
                marks.pop(0)
                self._validate()
            if self.elapsed_s - saved > 60 * self.schedule.checkpoint_minutes:
                saved = self.elapsed_s
                self.save()
        self.save()
        self._validate()
        write_model(self.model, self.out / "last.pt")

    def progress(self, steps: int) -> float:
        """How far the run is, 0 to 1, by steps or by time, whichever is further."""
        limit_s = 60 * (self.schedule.minutes or math.inf)
        return max(self.step / steps, min(1.0, self.elapsed_s / limit_s))

    def save(self) -> None:
        """Write everything needed to go on; the old checkpoint is replaced only by a whole one."""
        state = {
            "model": self.model.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "step": self.step,
            "elapsed_s": self.elapsed_s,
            "best": self.best,
            "rng": torch.get_rng_state(),
        }
        _replace(state, self.out / "checkpoint.pt")

    def restore(self) -> None:
        """Go on from the folder's checkpoint."""
        state = torch.load(self.out / "checkpoint.pt", weights_only=True)
        self.model.load_state_dict(state["model"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.step, self.elapsed_s, self.best = state["step"], state["elapsed_s"], state["best"]
        torch.set_rng_state(state["rng"])

    def log(self, **values: Any) -> None:
        """Append one JSON line to the run's log."""
        row = {"step": self.step, "elapsed_s": round(self.elapsed_s, 1), **values}
        with (self.out / "log.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")

    def _learn(self, batch: Batch, steps: int) -> float:
        for group in self.optimizer.param_groups:
            share = rate(self.progress(steps) + 1 / steps, self.schedule.warmup)
            group["lr"] = self.schedule.learning_rate * share * group["scale"]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = self.model(batch.input_ids, batch.attention_mask, batch.token_type_ids)
        loss = self.loss(logits, batch)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad()
        return loss.item()

    def _validate(self) -> None:
        figure, self.report = self.validate(self.model)
        self.log(validation=self.report, figure=figure)
        if figure > self.best:
            self.best = figure
            write_model(self.model, self.out / "best.pt")


def write_model(model: PairReader, path: Path) -> None:
    """The weights alone, written whole or not at all."""
    _replace(model.state_dict(), path)


def _replace(state: dict[str, Any], path: Path) -> None:
    partial = path.with_suffix(".part")
    torch.save(state, partial)
    partial.replace(path)


def _groups(model: PairReader, weight_decay: float) -> list[dict[str, Any]]:
    """Decay matrices only; the fresh head learns faster; frozen parameters are left out."""
    encoder = [parameter for parameter in model.encoder.parameters() if parameter.requires_grad]
    head = [*model.dense.parameters(), *model.out.parameters()]
    return [
        {"params": [p for p in encoder if p.ndim > 1], "weight_decay": weight_decay, "scale": 1.0},
        {"params": [p for p in encoder if p.ndim <= 1], "weight_decay": 0.0, "scale": 1.0},
        {"params": head, "weight_decay": weight_decay, "scale": HEAD_SCALE},
    ]
