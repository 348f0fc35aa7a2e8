"""Timing: stages in turn, several askers at once, processes from their start."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from eval.errors import EvaluationError
from eval.measures import Latency, latency

WARM_UP = 5
Clock = Callable[[], float]


class BenchError(EvaluationError):
    """What was to be timed failed: a process, a model, an answer."""


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
class Throughput:
    """Whole answers a second with `workers` asking at once."""

    name: str
    workers: int
    n: int
    a_second: float


def time_stages(
    stages: Sequence[Stage], inputs: Sequence[str], clock: Clock = time.perf_counter
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


def throughput(
    stage: Stage, inputs: Sequence[str], workers: int, clock: Clock = time.perf_counter
) -> Throughput:
    """All inputs once, as fast as `workers` threads manage."""
    assert inputs, "nothing to time"
    with ThreadPoolExecutor(workers) as pool:
        start = clock()
        for _ in pool.map(stage.call, inputs):
            pass
        elapsed = clock() - start
    return Throughput(stage.name, workers, len(inputs), len(inputs) / elapsed)


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


def machine() -> str:
    """What the figures were measured on, and how busy it was: a shared machine is slower."""
    cpu = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [line for line in info.read_text().splitlines() if line.startswith("model name")]
        cpu = names[0].partition(":")[2].strip() if names else cpu
    load = os.getloadavg()[0]
    return f"{cpu}, {os.cpu_count()} cores, load {load:.1f} before the start"
