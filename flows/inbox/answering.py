"""Asking a file server that may be gone: a call to it never returns, and no signal ends it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

_Answer = TypeVar("_Answer")

_silent: dict[str, threading.Thread] = {}
"""Who still waits for an answer of a place of which nobody expects one any more."""


def answer_in_time(place: str, ask: Callable[[], _Answer], seconds: float) -> _Answer | None:
    """What `ask` returns, or None where it does not come back in time.

    While it has not come back, the place is not asked again.

    Args:
        place: what answers or does not: the share of a unit.
        ask: what it raises is raised here.
        seconds: how long is waited.
    """
    earlier = _silent.get(place)
    if earlier is not None and earlier.is_alive():
        return None
    answer: Future[_Answer] = Future()
    asking = threading.Thread(target=_ask, args=(ask, answer), name="inbox", daemon=True)
    asking.start()
    asking.join(seconds)
    if answer.done():
        return answer.result()
    _silent[place] = asking
    return None


def _ask(ask: Callable[[], _Answer], answer: Future[_Answer]) -> None:
    try:
        answer.set_result(ask())
    except BaseException as error:  # noqa: BLE001 - raised by whoever waits for the answer
        answer.set_exception(error)
