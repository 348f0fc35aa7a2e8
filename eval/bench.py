"""Latency, throughput, cold start and growth, beside sentence-transformers with FAISS."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from eval.errors import EvaluationError
from eval.measures import Latency, latency

WARM_UP = 20


class BenchError(EvaluationError):
    """A process that was to be timed failed."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A named call, timed on every input in turn."""

    name: str
    call: Callable[[str], object]


@dataclass(frozen=True, slots=True)
class ColdStart:
    """One process from its start to its end: wall seconds and peak resident memory."""

    name: str
    seconds: float
    peak_rss_mib: float


@dataclass(frozen=True, slots=True)
class Growth:
    """Exact search over `passages` synthetic vectors."""

    passages: int
    build_s: float
    query_p50_ms: float
    vectors_mib: float


def time_stages(
    stages: Sequence[Stage], inputs: Sequence[str], clock: Callable[[], float] = time.perf_counter
) -> dict[str, Latency]:
    """Time all stages on all inputs, interleaved, so that a busy moment strikes all of them."""
    assert inputs, "nothing to time"
    for stage in stages:
        for text in inputs[:WARM_UP]:
            stage.call(text)
    times: dict[str, list[float]] = {stage.name: [] for stage in stages}
    for text in inputs:
        for stage in stages:
            start = clock()
            stage.call(text)
            times[stage.name].append((clock() - start) * 1000)
    return {name: latency(values) for name, values in times.items()}


# A process of its own starts the one that is measured: a child's peak would otherwise be at least
# the memory of this process, which Linux carries over from before the child's own program starts.
_LAUNCHER = """
import resource, subprocess, sys, time
start = time.perf_counter()
done = subprocess.run([sys.executable, *sys.argv[1:]], stdout=subprocess.DEVNULL)
if done.returncode:
    sys.exit(done.returncode)
print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def cold_start(name: str, arguments: Sequence[str]) -> ColdStart:
    """Run `python ARGUMENTS` once. Raises BenchError where it fails."""
    done = subprocess.run(  # noqa: S603 -- our own interpreter and modules
        [sys.executable, "-c", _LAUNCHER, *arguments],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "HF_HUB_OFFLINE": "1"},
    )
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise BenchError(f"{name} cannot be timed: {last}")
    seconds, peak_kib = done.stdout.split()
    return ColdStart(name, float(seconds), float(peak_kib) / 1024)


def growth(sizes: Sequence[int], dimension: int, queries: int = 50) -> list[Growth]:
    """Exact inner-product search (FAISS) over random unit vectors, from small to large."""
    import faiss

    faiss.omp_set_num_threads(1)
    rng = np.random.default_rng(0)
    asked = _unit(rng.standard_normal((queries, dimension), dtype=np.float32))
    rows = []
    for size in sizes:
        vectors = _unit(rng.standard_normal((size, dimension), dtype=np.float32))
        start = time.perf_counter()
        index = faiss.IndexFlatIP(dimension)
        index.add(vectors)
        build_s = time.perf_counter() - start
        times = []
        for row in asked:
            start = time.perf_counter()
            index.search(row[None], min(20, size))
            times.append((time.perf_counter() - start) * 1000)
        rows.append(Growth(size, build_s, float(np.median(times)), vectors.nbytes / 2**20))
    return rows


def _unit(vectors: Any) -> Any:
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors


def markdown(
    stages: dict[str, Latency], starts: Sequence[ColdStart], sizes: Sequence[Growth]
) -> str:
    """All figures as tables."""
    lines = [
        "| stage | p50 ms | p95 ms | p99 ms | a second | n |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for name, item in stages.items():
        assert item.p50_ms is not None
        cells = f"{item.p50_ms:.2f} | {item.p95_ms:.2f} | {item.p99_ms:.2f}"
        lines.append(f"| {name} | {cells} | {1000 / item.p50_ms:.0f} | {item.n} |")
    if starts:
        lines += ["", "| cold start | seconds | peak MiB |", "|---|---:|---:|"]
        lines += [f"| {s.name} | {s.seconds:.2f} | {s.peak_rss_mib:.0f} |" for s in starts]
    if sizes:
        lines += [
            "",
            "| passages | build s | query p50 ms | vectors MiB |",
            "|---:|---:|---:|---:|",
        ]
        lines += [
            f"| {g.passages} | {g.build_s:.3f} | {g.query_p50_ms:.3f} | {g.vectors_mib:.1f} |"
            for g in sizes
        ]
    return "\n".join(lines) + "\n"
