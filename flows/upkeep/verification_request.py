"""What is wanted of a verification."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dossiers.errors import UsageError
from storage.checked_table import Asked

_SAMPLE = re.compile(r"\d{1,9}|\d{1,2}(\.\d{1,4})?%|100%")


@dataclass(frozen=True, slots=True)
class Request:
    """What is wanted of a verification.

    Attributes:
        workers: objects read at once; None: `[verify] workers`.
        sample: so many objects (`500`), or so many of a hundred (`5%`); None: all.
        seed: any text; the same one draws the same sample of the same objects.
        older_than: only what was not found whole within so many days.
        fresh: begin anew, though one like it was not finished.
    """

    workers: int | None = None
    sample: str | None = None
    seed: str | None = None
    older_than: int | None = None
    fresh: bool = False

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out."""
        return self.sample is None and self.older_than is None

    def asked(self) -> Asked:
        """What decides which objects are hashed. Raises UsageError where the sample is none."""
        if self.sample is not None and not _SAMPLE.fullmatch(self.sample):
            raise UsageError(f"{self.sample} is no sample.", "Write a number of objects, or 5%.")
        if self.seed is not None and self.sample is None:
            raise UsageError(
                "A seed draws a sample, and none is asked for.", "Say --sample N or --sample 5%."
            )
        return Asked(sample=self.sample, seed=self.seed, older_than=self.older_than)
