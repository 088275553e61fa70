"""Server processes that share one port, each by a socket of its own, watched over by the process that started them."""

import multiprocessing
import os
import signal
import socket
import threading
from collections.abc import Callable
from multiprocessing.process import BaseProcess

LOOKS_SECONDS = 1.0
LEAVE_SECONDS = 10.0  # to finish what is being answered


def own_socket(port: int) -> socket.socket:
    """Bound beside those of the other workers. Linux shares connections out evenly among such (SO_REUSEPORT); of one
    shared socket whoever wakes first takes nearly all. A worker that does not listen yet is given none."""
    own = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    own.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    own.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    own.bind(("0.0.0.0", port))
    return own


def run_workers(serve: Callable[[], None], count: int) -> None:
    """`serve` in so many processes until SIGTERM or Ctrl-C; one that ends is started again."""
    stop = threading.Event()
    for kind in (signal.SIGTERM, signal.SIGINT):
        signal.signal(kind, lambda *_: stop.set())
    context = multiprocessing.get_context("spawn")

    def started() -> BaseProcess:
        process = context.Process(target=_work, args=(serve,))
        process.start()
        return process

    workers = [started() for _ in range(count)]
    while not stop.wait(LOOKS_SECONDS):
        workers = [worker if worker.is_alive() else started() for worker in workers]
    for worker in workers:
        worker.terminate()
    for worker in workers:
        worker.join(LEAVE_SECONDS)
        worker.kill()


def _work(serve: Callable[[], None]) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    serve()


def _end_with_parent() -> None:
    """A worker whose watcher was killed would hold the port for nobody."""
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
