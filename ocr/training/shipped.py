"""Makes the model that ships, from generated texts alone: `python -m ocr.training.shipped`."""

from __future__ import annotations

from config.kinds import load_kinds
from ocr.training.generated.papers import generated_texts
from ocr.training.training import train
from ocr.understanding.model_file import SHIPPED_MODEL, card_path

# Of each kind and family of wordings.
PAPERS_EACH = 10


def main() -> None:
    """Writes `config/data/kind_model.bin` and its card over those that are there."""
    trained = train(list(generated_texts(load_kinds(), each=PAPERS_EACH)))
    SHIPPED_MODEL.write_bytes(trained.content)
    card_path(SHIPPED_MODEL).write_bytes(trained.card.to_bytes())


if __name__ == "__main__":
    main()
