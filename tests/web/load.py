"""Many requests of all kinds at once against a server of its own: errors, latency, memory.

    python -m tests.web.load --requests 10000 --concurrency 32

The questions are those of eval/questions. No request may fail. Before that, the time from the command to
the first /readyz that says 200 is taken, some times over, with the index there already.
"""

import argparse
import asyncio
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import numpy as np

ROOT = Path(__file__).parent.parent.parent
CORPUS = ROOT / "corpus" / "partner-network-licensing"
TYPED = ("can lic", "how", "what are tok", "office", "dvd")
_POLL_S = 0.01
SAMPLES = 40  # of the server's memory, evenly over the run


@dataclass
class Report:
    """What was seen; times in seconds, memory in MiB by the share of the run that was done."""

    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    rss_mib: list[float] = field(default_factory=list)
    took_s: float = 0.0

    @property
    def failed(self) -> int:
        """Requests that were not answered as they should be."""
        return sum(count for (_, status), count in self.statuses.items() if status >= 400)

    @property
    def rss_drift(self) -> float:
        """Mean memory of the last quarter of the run over that of the second, less one."""
        quarter = len(self.rss_mib) // 4
        return (
            float(np.mean(self.rss_mib[-quarter:]) / np.mean(self.rss_mib[quarter : 2 * quarter]))
            - 1
        )

    def __str__(self) -> str:
        p50, p99 = np.percentile(self.seconds, [50, 99]) * 1000
        return (
            f"{len(self.seconds)} requests, {self.failed} failed, "
            f"{len(self.seconds) / self.took_s:.0f} a second, p50 {p50:.1f} ms, p99 {p99:.1f} ms; "
            f"RSS {self.rss_mib[-1]:.0f} MiB, last quarter over the second {self.rss_drift:+.1%}\n"
            + "\n".join(
                f"  {kind} {status}: {n}" for (kind, status), n in sorted(self.statuses.items())
            )
        )


@dataclass(frozen=True)
class Start:
    """From the command to readiness, in seconds: on the clock, and of processor time."""

    wall_s: float
    cpu_s: float
    rss_mib: float

    def __str__(self) -> str:
        return (
            f"ready after {self.wall_s:.2f} s ({self.cpu_s:.2f} s of processor time), "
            f"RSS {self.rss_mib:.0f} MiB"
        )


def time_start() -> Start:
    """Start a server whose index is there, until it is ready."""
    started = time.perf_counter()
    with server() as (_port, pid):
        wall_s = time.perf_counter() - started
        user, system = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").split()[13:15]
        cpu_s = (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
        return Start(wall_s, cpu_s, _rss_mib(pid))


@contextmanager
def server() -> Iterator[tuple[int, int]]:
    """`faq serve` without rate limits, ready; its port and process id."""
    command = "from assistant.cli import main; main()"
    with tempfile.TemporaryDirectory() as folder:
        unlimited = {f"FAQ_RATE_LIMIT_{name}": "" for name in ("CLIENT", "SUGGEST", "TOTAL")}
        environment = unlimited | {"FAQ_STORE": f"sqlite:///{folder}/store.sqlite3"}
        arguments = ("-c", command, "serve", "--port", "0", "--corpus", str(CORPUS))
        with launched(arguments, environment) as found:
            yield found


@contextmanager
def launched(
    arguments: Sequence[str], environment: Mapping[str, str] | None = None
) -> Iterator[tuple[int, int]]:
    """A Python process that prints its address and serves /readyz, ready; its port and process id."""
    with subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=os.environ | dict(environment or {}),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            port = int(process.stdout.readline().rsplit(":", 1)[1])
            asyncio.run(_until_ready(port))
            yield port, process.pid
        finally:
            process.terminate()
            process.communicate()


def requests(number: int, seed: int) -> Iterator[tuple[str, str, dict[str, str] | None]]:
    """Kind, path and body, in the mix of a support page: feedback takes its answer when it is sent."""
    lines = (ROOT / "eval" / "questions" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines]
    draw = random.Random(seed)
    kinds = ("ask", "distinct", "suggest", "feedback", "page", "ready", "static")
    for count, kind in enumerate(draw.choices(kinds, (45, 5, 25, 10, 5, 5, 5), k=number)):
        question = draw.choice(questions)
        if kind == "ask":
            yield kind, "/api/v1/ask", {"question": question}
        elif kind == "distinct":
            yield kind, "/api/v1/ask", {"question": f"{question} ({count})"}
        elif kind == "suggest":
            yield kind, f"/api/v1/suggest?q={quote(draw.choice(TYPED))}", None
        elif kind == "feedback":
            yield kind, "/api/v1/feedback", {"rating": draw.choice(("up", "down"))}
        else:
            path = {"page": f"/ask?q={quote(question)}", "ready": "/readyz"}.get(kind, "/widget.js")
            yield kind, path, None


async def run(port: int, pid: int, number: int, concurrency: int, seed: int = 1) -> Report:
    """Send the requests over so many connections, each of which waits for its answer."""
    report, waiting, told = Report(), requests(number, seed), list[str]()

    async def client() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for kind, path, body in waiting:
            if kind == "feedback" and not told:
                continue
            sent = body | {"answer_id": told[-1]} if body and kind == "feedback" else body
            started = time.perf_counter()
            status, content = await exchange(reader, writer, path, sent)
            report.seconds.append(time.perf_counter() - started)
            report.statuses[kind, status] += 1
            if path == "/api/v1/ask" and status == 200:
                told[:] = [json.loads(content)["answer_id"]]
            if len(report.seconds) % max(1, number // SAMPLES) == 0:
                report.rss_mib.append(_rss_mib(pid))
        writer.close()

    started = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(concurrency)))
    report.took_s = time.perf_counter() - started
    return report


async def exchange(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    path: str,
    body: dict[str, str] | None,
) -> tuple[int, bytes]:
    """One request over an open connection: its status and content."""
    content = json.dumps(body).encode() if body else b""
    head = (
        f"{'POST' if body else 'GET'} {path} HTTP/1.1\r\nhost: localhost\r\n"
        f"content-type: application/json\r\ncontent-length: {len(content)}\r\n\r\n"
    )
    writer.write(head.encode() + content)
    answer = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    length = re.search(r"(?i)\r\ncontent-length: (\d+)", answer)
    return int(answer.split(" ", 2)[1]), await reader.readexactly(int(length[1]) if length else 0)


async def _until_ready(port: int) -> None:
    status = 0
    while status != 200:
        await asyncio.sleep(_POLL_S)
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        status, _ = await exchange(reader, writer, "/readyz", None)
        writer.close()


def _rss_mib(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    assert found
    return int(found[1]) / 1024


def main() -> None:
    """Run and report; status 1 where a request failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--concurrency", type=int, default=32)
    parser.add_argument("--starts", type=int, default=3)
    given = parser.parse_args()
    with server():
        pass  # builds the index where it is missing
    for _ in range(given.starts):
        print(time_start(), flush=True)
    with server() as (port, pid):
        report = asyncio.run(run(port, pid, given.requests, given.concurrency))
    print(report)
    sys.exit(1 if report.failed else 0)


if __name__ == "__main__":
    main()
