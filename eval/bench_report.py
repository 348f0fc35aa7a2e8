"""All figures of a benchmark run: Markdown, JSON, and one HTML page with plots."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from assistant.errors import OutputError
from eval import plots
from eval.bench import ColdStart, Throughput
from eval.bench_growth import Growth
from eval.measures import Latency

BENCH_FILES = ("bench.md", "bench.json", "bench.html")


@dataclass(frozen=True, slots=True)
class Bench:
    """What was measured, on what, and with which models."""

    machine: str
    models: str
    stages: dict[str, Latency]
    throughput: tuple[Throughput, ...]
    starts: tuple[ColdStart, ...]
    growth: tuple[Growth, ...]


def write_bench(bench: Bench, folder: Path) -> None:
    """Write all of BENCH_FILES, once all are made. Raises OutputError where that fails."""
    data = json.dumps(asdict(bench), indent=2) + "\n"
    files = zip(BENCH_FILES, (markdown(bench), data, html(bench)), strict=True)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files:
            (folder / name).write_text(text, "utf-8", errors="replace")
    except OSError as error:
        raise OutputError(f"{folder} cannot be written: {error.strerror}") from None


def html(bench: Bench) -> str:
    """One page that needs nothing from outside."""
    drawings = {"Latency of a question, p50 and p95": plots.stage_plot(bench.stages)}
    if bench.growth:
        queries, builds = plots.growth_plots(bench.growth)
        drawings |= {"Search time by corpus size": queries, "Build time by corpus size": builds}
    environment = Environment(
        loader=PackageLoader("eval"), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template("bench.html.j2").render(
        bench=bench,
        plots={name: Markup(svg) for name, svg in drawings.items()},  # noqa: S704 -- our own SVG
    )


def markdown(bench: Bench) -> str:
    """All figures as tables."""
    return "\n".join(
        [
            f"{bench.machine}; {bench.models}",
            "",
            *_stage_lines(bench.stages),
            *_throughput_lines(bench.throughput),
            *_start_lines(bench.starts),
            *_growth_lines(bench.growth),
        ]
    )


def _stage_lines(stages: dict[str, Latency]) -> list[str]:
    lines = [
        "| stage | p50 ms | p95 ms | p99 ms | a second | n |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for name, item in stages.items():
        assert item.p50_ms is not None
        cells = f"{item.p50_ms:.2f} | {item.p95_ms:.2f} | {item.p99_ms:.2f}"
        lines.append(f"| {name} | {cells} | {1000 / item.p50_ms:,.0f} | {item.n} |")
    return [*lines, ""]


def _throughput_lines(rows: tuple[Throughput, ...]) -> list[str]:
    if not rows:
        return []
    lines = ["| throughput | asking at once | a second | n |", "|---|---:|---:|---:|"]
    lines += [f"| {r.name} | {r.workers} | {r.a_second:.1f} | {r.n} |" for r in rows]
    return [*lines, ""]


def _start_lines(rows: tuple[ColdStart, ...]) -> list[str]:
    if not rows:
        return []
    lines = ["| cold start | seconds | peak MiB |", "|---|---:|---:|"]
    lines += [f"| {r.name} | {r.seconds:.2f} | {r.peak_rss_mib:.0f} |" for r in rows]
    return [*lines, ""]


def _growth_lines(rows: tuple[Growth, ...]) -> list[str]:
    if not rows:
        return []
    lines = [
        "| passages | system | build s | passages a second | query p50 ms | vectors MiB |",
        "|---:|---|---:|---:|---:|---:|",
    ]
    for r in rows:
        name = f"{r.system}, random vectors" if r.synthetic_vectors else r.system
        rate = "–" if r.synthetic_vectors else f"{r.built_a_second:,.0f}"
        cells = f"{r.build_s:.2f} | {rate} | {r.query_p50_ms:.2f} | {r.vectors_mib:.1f}"
        lines.append(f"| {r.passages:,} | {name} | {cells} |")
    return [*lines, ""]
