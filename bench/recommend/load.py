"""A load that arrives whether or not it is answered: requests leave at their appointed times, over kept connections.

A request's time counts from its appointment, so that a server which stalls is charged for everyone who waited (Tene,
2013, "How not to measure latency"). `python3 -m recommend.load` is a process of its own, so that its CPU is known.
"""

import asyncio
import json
import resource
import sys
import time
from collections import deque
from dataclasses import asdict, dataclass
from pathlib import Path

import httptools
import uvloop


@dataclass(frozen=True)
class LoadReport:
    milliseconds: list[float]
    errors: int
    seconds: float
    cpu_seconds: float


class Connection(asyncio.Protocol):
    """One request at a time; `done(connection, status)` is called when its answer is whole."""

    def __init__(self, load: "Load") -> None:
        self.load = load
        self.appointed = 0.0
        self.transport: asyncio.WriteTransport
        self.parser = httptools.HttpResponseParser(self)

    def connection_made(self, transport: asyncio.WriteTransport) -> None:  # type: ignore[override]
        self.transport = transport

    def send(self, body: bytes, appointed: float) -> None:
        self.appointed = appointed
        self.parser = httptools.HttpResponseParser(self)
        self.transport.write(body)

    def data_received(self, data: bytes) -> None:
        self.parser.feed_data(data)

    def on_message_complete(self) -> None:
        self.load.answered(self, self.parser.get_status_code())

    def connection_lost(self, exc: Exception | None) -> None:
        self.load.lost()


class Load:
    def __init__(self) -> None:
        self.free: deque[Connection] = deque()
        self.waiting: deque[tuple[bytes, float]] = deque()
        self.milliseconds: list[float] = []
        self.errors = 0
        self.stopping = False

    def ask(self, body: bytes, appointed: float) -> None:
        if self.free:
            self.free.popleft().send(body, appointed)
        else:
            self.waiting.append((body, appointed))

    def answered(self, connection: Connection, status: int) -> None:
        self.milliseconds.append((time.perf_counter() - connection.appointed) * 1000)
        self.errors += status != 200
        if self.waiting:
            connection.send(*self.waiting.popleft())
        else:
            self.free.append(connection)

    def lost(self) -> None:
        self.errors += not self.stopping


async def run_load(port: int, bodies: list[bytes], rate: float, seconds: float, connections: int) -> LoadReport:
    load = Load()
    loop = asyncio.get_running_loop()
    for _ in range(connections):
        _, connection = await loop.create_connection(lambda: Connection(load), "127.0.0.1", port)
        load.free.append(connection)
    requests = [request_of(body) for body in bodies]
    total, cpu = int(rate * seconds), cpu_seconds()
    started = time.perf_counter()
    for sent in range(total):
        appointed = started + sent / rate
        wait = appointed - time.perf_counter()
        if wait > 0:
            await asyncio.sleep(wait)
        load.ask(requests[sent % len(requests)], appointed)
    while len(load.milliseconds) < total and time.perf_counter() < started + 2 * seconds + 5:
        await asyncio.sleep(0.01)
    load.stopping = True
    unanswered = total - len(load.milliseconds)
    return LoadReport(load.milliseconds, load.errors + unanswered, time.perf_counter() - started, cpu_seconds() - cpu)


def request_of(body: bytes) -> bytes:
    head = ("POST /invocations HTTP/1.1", "host: a", "content-type: application/json", f"content-length: {len(body)}")
    return "\r\n".join((*head, "", "")).encode() + body


def cpu_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main() -> None:
    port, bodies, rate, seconds, connections = sys.argv[1:]
    lines = Path(bodies).read_bytes().splitlines()
    report = uvloop.run(run_load(int(port), lines, float(rate), float(seconds), int(connections)))
    print(json.dumps(asdict(report)))


if __name__ == "__main__":
    main()
