"""The one table of benchmarks: ours, what stands beside it in the same run, and what was published."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.statistics import Share

HEAD = "| set | n | measure | this assistant | beside it, same run | published (source) |"
RULE = "|---|---:|---|---|---|---|"


@dataclass(frozen=True, slots=True)
class Row:
    """One measure on one set. `ours` and `beside` are figures of this run, `published` of others."""

    set: str
    n: int
    measure: str
    ours: str
    beside: str = ""
    published: str = ""

    def markdown(self) -> str:
        """The row as a line of the table."""
        cells = (self.set, f"{self.n:,}", self.measure, self.ours, self.beside, self.published)
        return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def with_interval(item: Share) -> str:
    """A share with its 95 % Wilson interval; a dash where it is unknown."""
    return "–" if item.value is None else f"{item.value:.3f} ({item.low:.3f}–{item.high:.3f})"


def named(figures: Iterable[tuple[str, float | None]]) -> str:
    """Figures with their names, best first as given."""
    return "; ".join(
        f"{name} {'–' if value is None else f'{value:.3f}'}" for name, value in figures
    )
