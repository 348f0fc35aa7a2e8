"""`python -m assistant.judge.average`: one run's folder from the weights of several of its relatives.

    python -m assistant.judge.average --out DIR R1/best.pt:0.3 R2/best.pt:0.2 R2/last.pt:0.5

Weights along one line of training often read better averaged than any of them alone ("model soups",
Wortsman et al., ICML 2022), and cost nothing more to run.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor

_COPIED = ("config.json", "run.json", "tokenizer.json")


def main(arguments: Sequence[str] | None = None) -> None:
    """Average the weights and write them, with the last run's other files, into `--out`."""
    parser = argparse.ArgumentParser(prog="python -m assistant.judge.average", description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("parts", nargs="+", metavar="WEIGHTS:SHARE", type=_part)
    options = parser.parse_args(arguments)
    total = sum(share for _, share in options.parts)
    if abs(total - 1) > 1e-6:
        raise SystemExit(f"the shares add up to {total:g}: they must add up to 1")
    run = options.parts[-1][0].parent
    tokenizers = {(path.parent / "tokenizer.json").read_bytes() for path, _ in options.parts}
    if len(tokenizers) > 1:
        raise SystemExit("the runs have different vocabularies: average runs of one line")
    options.out.mkdir(parents=True, exist_ok=True)
    mean = average([(torch.load(path, weights_only=True), share) for path, share in options.parts])
    for name in ("best.pt", "last.pt"):
        torch.save(mean, options.out / name)
    for name in _COPIED:
        shutil.copy(run / name, options.out)


def average(parts: Sequence[tuple[dict[str, Tensor], float]]) -> dict[str, Tensor]:
    """Parameter by parameter, the mean weighted by share; what is no number is the last part's, and so
    are outputs and layers that an earlier part did not have yet."""
    last = parts[-1][0]
    return {
        name: sum(
            (_like(state.get(name, value), value).float() * share for state, share in parts),
            torch.zeros(()),
        ).to(value.dtype)
        if value.is_floating_point()
        else value
        for name, value in last.items()
    }


def _like(weights: Tensor, last: Tensor) -> Tensor:
    return torch.cat([weights, last[len(weights) :]]) if len(weights) < len(last) else weights


def _part(text: str) -> tuple[Path, float]:
    path, _, share = text.rpartition(":")
    try:
        return Path(path), float(share)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text}: write FILE:SHARE, as in R1/best.pt:0.5"
        ) from None


if __name__ == "__main__":
    main()
