"""All checks of the doctor, in the order in which they are told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from config.settings import Settings
from flows.doctor import clock, ledger, places, prefect, store, tools
from flows.doctor.findings import SECONDS, Check, Finding, looked_at
from storage.instants import now

_CHECKS: dict[str, tuple[Callable[[Settings], Iterable[Finding]], str]] = {
    "tesseract": (tools.tesseract, "apt-get install --reinstall tesseract-ocr"),
    "fonts": (tools.fonts, "Run fc-cache -f, then again."),
    "python": (tools.python, "Look whether the disk of .venv answers."),
    "temporary": (places.temporary, "Look whether the disk of TMPDIR answers."),
    "inbox": (places.inbox, "Look whether the share of [inbox] path answers: mount, network."),
    "register drop": (places.register_drop, "Look whether the share of [register_drop] answers."),
    "disks": (places.disks, "Look whether the disks of store and ledger answer."),
    "memory": (places.memory, "Run again."),
    "store": (store.store, "Look whether the server of [store] answers: network, firewall."),
    "ledger": (ledger.ledger, "Look whether the database of [ledger] answers: network, firewall."),
    "prefect": (prefect.prefect, "Look whether Prefect's server answers: restart sohoa serve."),
    "time zone": (clock.zone, "Run again."),
}


def examine(settings: Settings, *, here: clock.Clock = now, seconds: float = SECONDS) -> Iterator[Finding]:
    """Looks at everything the settings name; changes nothing but the probes that the store is tried with.

    Args:
        settings: of the office.
        here: this machine's clock.
        seconds: what one check may take.
    """
    checks = [Check(name, partial(look, settings), advice) for name, (look, advice) in _CHECKS.items()]
    compared = Check("clock", lambda: clock.clock(settings, here), "See what does not answer above.")
    return looked_at([*checks, compared], seconds=seconds)
