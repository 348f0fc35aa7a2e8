"""What Prometheus reads at /metrics. One registry an application."""

from __future__ import annotations

from functools import cache

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)

from assistant.types import Answer, Knowledge

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Metrics:
    """Counters and histograms; labels hold closed sets only, nothing that was typed."""

    def __init__(self) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        GCCollector(registry=self.registry)
        answers = Counter(
            "faq_answers",
            "Answers given.",
            ["channel", "outcome", "verdict", "cached"],
            registry=self.registry,
        )
        stage = Histogram(
            "faq_stage_seconds",
            "Time of a question: 'assistant' works the answer out (of this: understanding, retrieval, "
            "relevance, polarity, composition), 'store' writes it, 'whole' is all.",
            ["stage"],
            buckets=_SECONDS,
            registry=self.registry,
        )
        requests = Histogram(
            "faq_http_request_seconds",
            "HTTP requests, by route.",
            ["method", "route", "status"],
            buckets=_SECONDS,
            registry=self.registry,
        )
        # Looked up once for each set of labels.
        self._answers = cache(answers.labels)
        self._stage = cache(stage.labels)
        self._requests = cache(requests.labels)
        self.feedback = Counter("faq_feedback", "Ratings.", ["rating"], registry=self.registry)
        self.limited = Counter(
            "faq_rate_limited", "Requests over a limit.", ["limit"], registry=self.registry
        )
        self.store_works = Gauge(
            "faq_store_works", "1 while the store can be written.", registry=self.registry
        )
        self.store_waiting = Gauge(
            "faq_store_waiting", "Answers that wait for the store.", registry=self.registry
        )
        self._index = Gauge(
            "faq_index_info",
            "1 for the index version that is served.",
            ["index_version", "encoder", "judge"],
            registry=self.registry,
        )

    def answered(self, answer: Answer, channel: str, *, cached: bool) -> None:
        """Count an answer."""
        verdict = answer.verdict.value.value if answer.verdict else "none"
        self._answers(channel, answer.outcome.value, verdict, str(cached).lower()).inc()

    def stage(self, stage: str, seconds: float) -> None:
        """How long a stage of a question took."""
        self._stage(stage).observe(seconds)

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """How long an HTTP request took."""
        self._requests(method, route, str(status)).observe(seconds)

    def serves(self, knowledge: Knowledge) -> None:
        """Which index version is served from now on."""
        self._index.clear()
        self._index.labels(
            knowledge.index_version, knowledge.encoder, knowledge.judge or "none"
        ).set(1)

    def text(self) -> bytes:
        """The exposition format."""
        return generate_latest(self.registry)
