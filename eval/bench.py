"""Latency, throughput, cold start and growth, beside sentence-transformers with FAISS."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from eval.measures import Latency, latency

WARM_UP = 20


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


def cold_start(name: str, arguments: Sequence[str]) -> ColdStart:
    """Run `python -m ...` once. Memory is the highest among the processes started so far."""
    start = time.perf_counter()
    subprocess.run(  # noqa: S603 -- our own interpreter and modules
        [sys.executable, *arguments],
        check=True,
        capture_output=True,
        env={**os.environ, "HF_HUB_OFFLINE": "1"},
    )
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return ColdStart(name, seconds, peak)


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
