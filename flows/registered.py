"""Which dossier codes the register holds, asked for as they are met: a province's register has millions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from flows.workspace import Workspace
from storage import register_table
from storage.chunks import chunks


class Registered(Collection[str]):
    """The registered dossier codes, each as it stood when it was asked for first."""

    def __init__(self, workspace: Workspace) -> None:
        """Asks nothing yet."""
        self._workspace = workspace
        self._answers: dict[str, bool] = {}

    def ask(self, codes: Iterable[str]) -> None:
        """Asks for many at once."""
        unasked = [code for code in set(codes) if code not in self._answers]
        for chunk in chunks(unasked):
            with self._workspace.ledger.reading() as connection:
                found = register_table.registered(connection, chunk)
            self._answers.update((code, code in found) for code in chunk)

    def __contains__(self, code: object) -> bool:
        """Whether a register holds it."""
        if not isinstance(code, str):
            return False
        if code not in self._answers:
            self.ask([code])
        return self._answers[code]

    def __iter__(self) -> Iterator[str]:
        """Every code."""
        with self._workspace.ledger.reading() as connection:
            return iter(register_table.known_codes(connection))

    def __len__(self) -> int:
        """How many there are."""
        return len(list(iter(self)))
