"""Questions a second behind HTTP, beside plain retrieval behind the same route, one worker each.

    python -m tests.web.throughput --requests 300 --concurrency 8

Open questions and yes/no questions are each asked once in the run, so that no answer is remembered;
repeated ones are a few of both, over and over. The two servers take turns, so that a busy moment of a
shared machine hits both.
"""

import argparse
import asyncio
import json
import time
from collections.abc import Sequence

from assistant.questions import analyse
from assistant.types import QuestionForm
from tests.web import plain
from tests.web.load import ROOT, exchange, launched, server

REPEATED = 20  # different questions among the repeated ones
TURNS = 3


def questions(number: int) -> dict[str, list[str]]:
    """By kind, `number` questions each; further ones are the same with a running number after them."""
    found: dict[str, list[str]] = {"open": [], "yes/no": []}
    for path in sorted((ROOT / "eval" / "questions").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if not row.get("history"):
                polar = analyse(row["question"]).form is QuestionForm.POLAR
                found["yes/no" if polar else "open"].append(row["question"])
    for kind, asked in found.items():
        distinct = list(dict.fromkeys(asked))
        found[kind] = [
            f"{distinct[i % len(distinct)]}{f' ({i})' if i >= len(distinct) else ''}"
            for i in range(number)
        ]
    few = [*found["open"][: REPEATED // 2], *found["yes/no"][: REPEATED // 2]]
    return found | {"repeated": (few * (number // len(few) + 1))[:number]}


async def rate(port: int, asked: Sequence[str], concurrency: int) -> float:
    """Answers a second over so many connections, each of which waits for its answer."""
    waiting = iter(asked)

    async def client() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for question in waiting:
            status, _ = await exchange(reader, writer, "/api/v1/ask", {"question": question})
            assert status == 200, f"{question}: {status}"
        writer.close()

    begun = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(concurrency)))
    return len(asked) / (time.perf_counter() - begun)


def compare(number: int, concurrency: int) -> dict[str, tuple[float, float]]:
    """By kind of question: answers a second of the assistant, and of plain retrieval."""
    rates = {}
    with server() as (ours, _), launched(("-m", plain.__name__)) as (theirs, _):
        for kind, asked in questions(number).items():
            # What is to be repeated is asked before: what comes first is no repetition.
            for port in (ours, theirs):
                asyncio.run(rate(port, asked[:REPEATED] if kind == "repeated" else ["Hello?"], 1))
            seconds = {ours: 0.0, theirs: 0.0}
            size = -(-number // TURNS)
            for start in range(0, number, size):
                part = asked[start : start + size]
                for port in (ours, theirs):
                    seconds[port] += len(part) / asyncio.run(rate(port, part, concurrency))
            rates[kind] = (number / seconds[ours], number / seconds[theirs])
    return rates


def main() -> None:
    """Print one line for each kind of question."""
    parser = argparse.ArgumentParser(prog="python -m tests.web.throughput", description=__doc__)
    parser.add_argument("--requests", type=int, default=300, help="of each kind")
    parser.add_argument("--concurrency", type=int, default=8)
    options = parser.parse_args()
    for kind, (ours, theirs) in compare(options.requests, options.concurrency).items():
        print(f"{kind}: {ours:.0f} a second, plain {theirs:.0f}, ratio {ours / theirs:.2f}")


if __name__ == "__main__":
    main()
