"""What several shapes share: filled-in lines and signers."""

from __future__ import annotations

import random

from benchmarks.papers_by_kind.persons import HEADS, Persona
from benchmarks.papers_by_kind.truth import Paper, topics
from samples.generate.blocks import Fill, Signer

PLACE = "Hải Lăng"
Titles = tuple[str, ...]


def filled(paper: Paper, who: Persona, dice: random.Random, *, pen: bool) -> tuple[Fill, ...]:
    """The lines of the topics of a paper, now and then one left empty."""
    known = topics()
    return tuple(
        Fill(
            tuple((label, "" if dice.random() < 0.03 else who.fill(value)) for label, value in line), pen=pen
        )
        for topic in paper.topics
        for line in known[topic]
    )


def chief(place: str, who: Persona) -> Signer:
    """Who signs for an agency, its seal beside."""
    head = HEADS[place]
    return Signer(head.chief, who.gaps["third"], "", head.lines[-1])
