"""A Slack of our own on 127.0.0.1: real HTTP, strict about what it receives, and faulty where told."""

from __future__ import annotations

import asyncio
import json
import threading
from collections import Counter, defaultdict, deque
from collections.abc import Callable
from enum import StrEnum
from typing import Any

from aiohttp import WSMsgType, web

from tests.web.slack.blockkit import problems_of

TOKEN = "xoxb-test-token"
APP_TOKEN = "xapp-test-token"


class Fault(StrEnum):
    LIMITED = "limited"  # 429: not posted
    BROKEN = "broken"  # 500, not posted
    BROKEN_LATE = "broken_late"  # 500, but posted
    HANGING = "hanging"  # no answer, not posted
    HANGING_LATE = "hanging_late"  # no answer, but posted
    CUT = "cut"  # the connection is cut, not posted
    REFUSED = "refused"  # ok: false


class SlackServer:
    """`calls` are the API calls, `posts` the messages that channels show, `replies` what came by
    response URLs; `problems` is what Slack would have refused."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.posts: list[dict[str, Any]] = []
        self.replies: list[tuple[str, dict[str, Any]]] = []
        self.problems: list[str] = []
        self.faults: defaultdict[str, deque[Fault]] = defaultdict(deque)
        self.plan: Callable[[str], Fault | None] = lambda _method: None
        self.injected: Counter[Fault] = Counter()
        self.retry_after = "0"
        self.acknowledged: list[dict[str, Any]] = []
        self.to_socket: list[dict[str, Any]] = []
        self._changed = threading.Condition()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._started = threading.Event()
        self._stopping: asyncio.Event
        self._clock = 1_700_000_000

    def start(self) -> None:
        self._thread.start()
        assert self._started.wait(10)

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join(10)

    @property
    def api_url(self) -> str:
        return f"http://127.0.0.1:{self._port}/api/"

    def response_url(self, name: str = "1") -> str:
        return f"http://127.0.0.1:{self._port}/respond/{name}"

    def wait(self, done: Callable[[], bool], timeout_s: float = 20) -> None:
        """Until something that the server received makes `done` true."""
        with self._changed:
            assert self._changed.wait_for(done, timeout_s), (self.calls[-3:], self.replies[-3:])

    def called(self, method: str) -> list[dict[str, Any]]:
        return [body for name, body in self.calls if name == method]

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        self._stopping = asyncio.Event()
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_post("/respond/{name}", self._respond)
        app.router.add_get("/socket", self._socket)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self._port = runner.addresses[0][1]
        self._started.set()
        await self._stopping.wait()
        await runner.cleanup()
        left = asyncio.all_tasks() - {asyncio.current_task()}
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    def _note(self, change: Callable[[], None]) -> None:
        with self._changed:
            change()
            self._changed.notify_all()

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        if method == "apps.connections.open":
            assert request.headers["Authorization"] == f"Bearer {APP_TOKEN}"
            url = f"ws://127.0.0.1:{self._port}/socket"
            return web.json_response({"ok": True, "url": url})
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            self.problems.append(f"{method}: no authorization")
        if request.method == "GET":
            body: dict[str, Any] = dict(request.query)
        else:
            if request.content_type != "application/json":
                self.problems.append(f"{method}: {request.content_type}")
            body = await request.json()
        fault = self.faults[method].popleft() if self.faults[method] else self.plan(method)
        if fault is not None:
            self.injected[fault] += 1
        answer = await self._faulty(request, fault, lambda: self._act(method, body))
        self._note(lambda: self.calls.append((method, body)))
        return answer

    async def _faulty(
        self, request: web.Request, fault: Fault | None, act: Callable[[], dict[str, Any]]
    ) -> web.StreamResponse:
        if fault in (Fault.BROKEN_LATE, Fault.HANGING_LATE):
            act()
        if fault in (Fault.HANGING, Fault.HANGING_LATE):
            await asyncio.sleep(60)
        if fault is Fault.CUT:
            assert request.transport is not None
            request.transport.abort()
        if fault in (Fault.BROKEN, Fault.BROKEN_LATE, Fault.CUT):
            return web.Response(status=500, text="<html>oops</html>")
        if fault is Fault.LIMITED:
            headers = {"Retry-After": self.retry_after}
            return web.json_response(
                {"ok": False, "error": "ratelimited"}, status=429, headers=headers
            )
        if fault is Fault.REFUSED:
            return web.json_response({"ok": False, "error": "not_in_channel"})
        return web.json_response(act())

    def _act(self, method: str, body: dict[str, Any]) -> dict[str, Any]:
        if method == "chat.postMessage":
            self.problems += [f"{method}: {problem}" for problem in problems_of(body)]
            if not body.get("channel"):
                self.problems.append("chat.postMessage: no channel")
            self._clock += 1
            ts = f"{self._clock}.000100"
            self._note(lambda: self.posts.append({**body, "ts": ts}))
            return {"ok": True, "ts": ts, "channel": body["channel"]}
        if method in ("conversations.replies", "conversations.history"):
            if body.get("include_all_metadata") not in ("1", "true", "True"):
                self.problems.append(f"{method}: no metadata asked for")
            shown = [
                {"ts": post["ts"], "text": post["text"], "metadata": post["metadata"]}
                for post in list(self.posts)
                if post["channel"] == body["channel"] and post.get("thread_ts") == body.get("ts")
            ]
            return {"ok": True, "messages": shown}
        known = ("reactions.add", "assistant.threads.setStatus")
        if method not in (*known, "assistant.threads.setSuggestedPrompts"):
            self.problems.append(f"unknown method {method}")
            return {"ok": False, "error": "unknown_method"}
        return {"ok": True}

    async def _respond(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        self.problems += [f"response_url: {problem}" for problem in problems_of(body)]
        name = request.match_info["name"]
        fault = self.faults["response_url"].popleft() if self.faults["response_url"] else None

        def act() -> dict[str, Any]:
            self._note(lambda: self.replies.append((name, body)))
            return {"ok": True}

        return await self._faulty(request, fault, act)

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": 1})
        for envelope in self.to_socket:
            await socket.send_json(envelope)
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                received = json.loads(message.data)
                self._note(lambda received=received: self.acknowledged.append(received))
        return socket
