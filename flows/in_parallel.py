"""Calls at once, no more of them waiting than needed: memory does not grow with what there is to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from typing import TypeVar

Value = TypeVar("Value")
Result = TypeVar("Result")

# Calls that are ready for a worker that gets free, for each worker.
_READY = 4


def in_parallel(
    pool: ThreadPoolExecutor, workers: int, call: Callable[[Value], Result], values: Iterable[Value]
) -> Iterator[Result]:
    """What the calls return, in the order in which they end; the first error ends it.

    The values are taken as workers get free.
    """
    ended: SimpleQueue[Future[Result]] = SimpleQueue()
    running = 0
    for value in values:
        pool.submit(call, value).add_done_callback(ended.put)
        running += 1
        if running >= workers * _READY:
            running -= 1
            yield ended.get().result()
    for _ in range(running):
        yield ended.get().result()
