"""The report's plots as inline SVG, drawn by matplotlib without a display."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from eval.grading import Grade
from eval.measures import Latency, Measures
from eval.statistics import Reliability

if TYPE_CHECKING:
    from eval.bench_growth import Growth

INK, BLUE, RED, GREY = "#1f2933", "#1f6feb", "#b42318", "#9aa5b1"


def confusion_plot(measures: Measures) -> str:
    """Right word (rows) against given word (columns), as counts."""
    rows = list(measures.confusion)
    columns = list(next(iter(measures.confusion.values())))
    counts = np.array([[measures.confusion[r][c] for c in columns] for r in rows])
    figure, axes = _figure(4.8, 3.1)
    axes.imshow(counts, cmap="Blues", aspect="auto")
    axes.set_xticks(range(len(columns)), columns, rotation=20)
    axes.set_yticks(range(len(rows)), rows)
    axes.set_xlabel("given")
    axes.set_ylabel("right")
    for (y, x), count in np.ndenumerate(counts):
        dark = count > counts.max() / 2
        axes.text(x, y, str(count), ha="center", va="center", color="white" if dark else INK)
    return _svg(figure)


def risk_coverage_plot(measures: Measures) -> str:
    """Share of wrong answers against the share of questions answered, by descending score."""
    figure, axes = _figure(4.8, 3.1)
    points = measures.risk_coverage
    axes.plot([p.coverage for p in points], [p.risk for p in points], color=BLUE, drawstyle="steps")
    axes.set_xlim(0, 1)
    axes.set_ylim(0, max(0.1, max((p.risk for p in points), default=0) * 1.1))
    axes.set_xlabel("share of questions answered")
    axes.set_ylabel("share of these wrong")
    return _svg(figure)


def reliability_plot(passage: Reliability, verdict: Reliability) -> str:
    """Accuracy against stated confidence; on the diagonal, confidence means what it says."""
    figure, axes = _figure(4.8, 3.1)
    axes.plot([0, 1], [0, 1], color=GREY, linestyle=":")
    for data, name, colour in ((passage, "passage", BLUE), (verdict, "verdict", RED)):
        if data.bins:
            sizes = [20 + 3 * row.n for row in data.bins]
            x, y = [row.confidence for row in data.bins], [row.accuracy for row in data.bins]
            axes.scatter(x, y, s=sizes, color=colour, alpha=0.6)
            axes.plot(x, y, color=colour, label=f"{name} (ECE {data.ece:.3f}, n {data.n})")
    if axes.get_legend_handles_labels()[0]:
        axes.legend(frameon=False, loc="lower right", fontsize=8)
    axes.set_xlim(0, 1.02)
    axes.set_ylim(0, 1.05)
    axes.set_xlabel("stated confidence")
    axes.set_ylabel("share right")
    return _svg(figure)


def tag_plot(measures: Measures) -> str:
    """All right, per kind of question, with Wilson intervals."""
    rows = {name: shares["all right"] for name, shares in measures.by_tag.items()}
    figure, axes = _figure(9.8, max(3.1, 0.6 + 0.26 * len(rows)))
    names = list(rows)[::-1]
    values = [rows[name].value or 0.0 for name in names]
    low = [value - rows[name].low for name, value in zip(names, values, strict=True)]
    high = [rows[name].high - value for name, value in zip(names, values, strict=True)]
    bounds = np.clip(np.array([low, high]), 0, None).reshape(2, len(names))
    axes.barh(range(len(names)), values, xerr=bounds, color=BLUE, ecolor=INK, height=0.6)
    labels = [f"{name} ({rows[name].n})" for name in names]
    axes.set_yticks(range(len(names)), labels, parse_math=False)  # a tag may hold a "$"
    axes.set_xlim(0, 1.02)
    axes.set_xlabel("all right")
    return _svg(figure)


def latency_plot(grades: Sequence[Grade]) -> str:
    """How long whole answers took."""
    figure, axes = _figure(4.8, 3.1)
    values = [g.latency_ms for g in grades]
    if values:
        axes.hist(values, bins=30, color=BLUE)
    axes.set_xlabel("milliseconds an answer")
    axes.set_ylabel("questions")
    return _svg(figure)


def stage_plot(stages: Mapping[str, Latency]) -> str:
    """p50 of every stage as a bar, p95 as its whisker, on a logarithmic axis."""
    names = list(stages)[::-1]
    figure, axes = _figure(6.4, 0.8 + 0.32 * max(3, len(names)))
    p50 = [stages[name].p50_ms or 0.0 for name in names]
    over = [max(0.0, (stages[name].p95_ms or 0.0) - x) for name, x in zip(names, p50, strict=True)]
    axes.barh(range(len(names)), p50, color=BLUE, height=0.6)
    zeros = [0.0] * len(names)
    axes.errorbar(p50, range(len(names)), xerr=[zeros, over], fmt="none", ecolor=INK, capsize=2)
    axes.set_yticks(range(len(names)), names)
    axes.set_xscale("log")
    axes.set_xlabel("milliseconds")
    return _svg(figure)


def growth_plots(rows: Sequence[Growth]) -> tuple[str, str]:
    """Query time and build time against the number of passages, both axes logarithmic."""
    return (
        _growth_plot(rows, lambda row: row.query_p50_ms, "milliseconds a query, p50"),
        _growth_plot(rows, lambda row: row.build_s, "seconds to build"),
    )


def _growth_plot(rows: Sequence[Growth], value: Callable[[Growth], float], label: str) -> str:
    figure, axes = _figure(4.8, 3.6)
    for colour, system in zip(
        (BLUE, RED, GREY), dict.fromkeys(r.system for r in rows), strict=False
    ):
        own = [row for row in rows if row.system == system]
        name = f"{system} (random vectors)" if any(row.synthetic_vectors for row in own) else system
        x, y = [row.passages for row in own], [value(row) for row in own]
        axes.plot(x, y, marker="o", color=colour, label=name)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlabel("passages")
    axes.set_ylabel(label)
    figure.legend(frameon=False, loc="outside lower center", fontsize=8)
    return _svg(figure)


def _figure(width: float, height: float) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(width, height), layout="constrained")
    axes = figure.add_subplot()
    axes.spines[["top", "right"]].set_visible(False)
    return figure, axes


def _svg(figure: Figure) -> str:
    import matplotlib as mpl

    out = io.StringIO()
    with (
        mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "faq"}),
        warnings.catch_warnings(),
    ):
        # The browser draws the text, with fonts that this machine need not have.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        figure.savefig(out, format="svg", metadata={"Date": None})
    text = out.getvalue()
    return text[text.index("<svg") :]
