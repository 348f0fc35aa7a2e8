"""The report of a run: one HTML page, JSON, Markdown and JUnit, written into the run's folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from assistant.statistics import Share
from assistant.text import printable_line
from eval import plots
from eval.errors import RunRecordError
from eval.evaluation import Evaluation, to_json
from eval.grading import Grade
from eval.markdown import code_span, escaped
from eval.measures import LOWER_IS_BETTER
from eval.run_record import AnswerRow

# The measures that the page has room for; the JSON holds all.
RANKING = ("P@1", "success@3", "recall@5", "recall@20", "MRR", "nDCG@10", "MAP")
_NAMED = 20  # failed questions that a line on the terminal has room for
REPORT_FILES = ("report.html", "measures.json", "summary.md", "junit.xml")


def write_report(evaluation: Evaluation, folder: Path) -> None:
    """Write all of REPORT_FILES into `folder`, once all are made. Raises RunRecordError."""
    data = json.dumps(to_json(evaluation), indent=2, ensure_ascii=True) + "\n"
    files = {
        "measures.json": data.encode(),
        "summary.md": markdown(evaluation).encode("utf-8", "replace"),
        "junit.xml": junit(evaluation),
        "report.html": html(evaluation).encode("utf-8", "replace"),
    }
    for name, content in files.items():
        try:
            (folder / name).write_bytes(content)
        except OSError as error:
            problem = f"{folder / name} cannot be written: {error.strerror}"
            raise RunRecordError(problem) from None


def html(evaluation: Evaluation) -> str:
    """One page that needs nothing from outside."""
    measures = evaluation.measures
    environment = Environment(
        loader=PackageLoader("eval"), autoescape=True, undefined=StrictUndefined
    )
    environment.filters["percent"] = percent
    environment.filters["number"] = number
    environment.filters["milliseconds"] = milliseconds
    drawings = {
        "Right word and given word": plots.confusion_plot(measures),
        "Risk against coverage": plots.risk_coverage_plot(measures),
        "Does confidence mean what it says": plots.reliability_plot(
            measures.passage_reliability, measures.verdict_reliability
        ),
        "Latency": plots.latency_plot(evaluation.grades),
        "All right, by kind of question": plots.tag_plot(measures),
    }
    return environment.get_template("report.html.j2").render(
        evaluation=evaluation,
        info=evaluation.run.info,
        measures=measures,
        lower_is_better=LOWER_IS_BETTER,
        ranking=RANKING,
        plots={name: Markup(svg) for name, svg in drawings.items()},  # noqa: S704 -- our own SVG
        rows=[_row(g, evaluation.run.rows[g.question.id]) for g in evaluation.grades],
    )


def markdown(evaluation: Evaluation) -> str:
    """A summary for a pull request."""
    info = evaluation.run.info
    dirty = " (with uncommitted changes)" if info.dirty else ""
    lines = [
        f"## Evaluation: {escaped(Path(info.questions_path).name)}, {evaluation.measures.n} questions",
        "",
        f"commit {code_span((info.commit or 'unknown')[:12])}{dirty}, "
        f"corpus {code_span(info.corpus_sha256[:12])}, encoder {code_span(info.encoder)}, "
        f"judge {code_span(info.judge or 'none')}",
        "",
        *_failed_lines(evaluation),
        "| measure | value | 95 % | n |",
        "|---|---:|---:|---:|",
    ]
    for name, item in evaluation.measures.shares.items():
        lines.append(f"| {name} | {percent(item.value)} | {interval(item)} | {item.n} |")
    lines += ["", "| system | right passage first | MRR | recall@5 |", "|---|---:|---:|---:|"]
    for system in evaluation.systems:
        cells = [system.ranking[name].value for name in ("MRR", "recall@5")]
        texts = " | ".join(number(cell) for cell in cells)
        lines.append(f"| {escaped(system.name)} | {percent(system.first_right.value)} | {texts} |")
    return "\n".join(lines) + "\n"


def _failed_lines(evaluation: Evaluation) -> list[str]:
    if not evaluation.failed:
        return []
    rows = [f"- {escaped(row.id)}: {escaped(row.error or '')}" for row in evaluation.failed]
    return [f"**{_failed_count(evaluation)}**:", "", *rows, ""]


def failures(evaluation: Evaluation) -> list[str]:
    """One line that says which questions failed; none where all got an answer."""
    if not evaluation.failed:
        return []
    ids = [printable_line(row.id) for row in evaluation.failed]
    named = ", ".join(ids[:_NAMED]) + (" ..." if len(ids) > _NAMED else "")
    first = printable_line(evaluation.failed[0].error or "")
    way_out = "the report has all; once mended, ask again with --fresh"
    return [f"{_failed_count(evaluation)}: {named} (first: {first}): {way_out}"]


def _failed_count(evaluation: Evaluation) -> str:
    return f"{len(evaluation.failed)} of {len(evaluation.run.rows)} questions failed"


def junit(evaluation: Evaluation) -> bytes:
    """One test case a question; what is wrong fails, what is withheld or silent is skipped."""
    suite = ElementTree.Element("testsuite", name="faq eval", tests=str(len(evaluation.grades)))
    wrong = skipped = 0
    for g in evaluation.grades:
        case = ElementTree.SubElement(
            suite,
            "testcase",
            classname=_xml_safe(g.question.kinds[0]) if g.question.kinds else "question",
            name=_xml_safe(f"{g.question.id} {g.question.question}"),
            time=f"{g.latency_ms / 1000:.6f}",
        )
        if g.wrong:
            wrong += 1
            ElementTree.SubElement(case, "failure", message=g.status.value)
        elif not g.good:
            skipped += 1
            ElementTree.SubElement(case, "skipped", message=g.status.value)
    suite.set("failures", str(wrong))
    suite.set("skipped", str(skipped))
    document: bytes = ElementTree.tostring(suite, encoding="utf-8", xml_declaration=True)
    return document


def percent(value: float | None) -> str:
    """A share in percent; a dash where it is unknown."""
    return "–" if value is None else f"{100 * value:.1f} %"


def number(value: float | None) -> str:
    """Three decimals; a dash where it is unknown."""
    return "–" if value is None else f"{value:.3f}"


def milliseconds(value: float | None) -> str:
    """As many digits as mean something; a dash where it is unknown."""
    return "–" if value is None else f"{value:.1f}" if value < 10 else f"{value:.0f}"


def interval(item: Share) -> str:
    """A share's interval in percent; a dash where it is unknown."""
    return "–" if item.value is None else f"{100 * item.low:.1f} – {100 * item.high:.1f}"


def _row(g: Grade, row: AnswerRow) -> dict[str, Any]:
    answer = row.answer
    passage = answer.passages[0] if answer and answer.passages else None
    return {
        "grade": g,
        "tags": " ".join(g.question.tags),
        "level": "wrong" if g.wrong else "good" if g.good else "weak",
        "title": passage.title if passage else "",
        "text": passage.text if passage else "",
        "quotes": [item.quote for item in answer.evidence] if answer else [],
        "standalone": answer.standalone_question if answer else "",
        "outcome": answer.outcome.value if answer else "error",
        "error": row.error or "",
    }


def _xml_safe(text: str) -> str:
    """Text without what XML 1.0 cannot hold."""
    return "".join(c if c.isprintable() and not 0xD800 <= ord(c) < 0xE000 else "�" for c in text)
