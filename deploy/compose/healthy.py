"""A container's health: whether an address answers with 200 within five seconds."""

from __future__ import annotations

import sys
import urllib.request

with urllib.request.urlopen(sys.argv[1], timeout=5) as answer:  # noqa: S310 - the address stands in compose.yaml
    sys.exit(answer.status != 200)  # noqa: PLR2004
