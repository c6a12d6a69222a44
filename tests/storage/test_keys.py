"""No key leads out of the store."""

from __future__ import annotations

from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from dossiers.errors import UsageError
from storage.objects import is_hidden, safe_key

ROOT = Path("/srv/store")
PIECES = st.sampled_from(["a", "000.00.00.H01-250117-0001", ".", "..", "/", "\\", " ", "đ", "\0", "\n", "~"])


@given(st.lists(PIECES, max_size=8).map("".join))
@example("dossiers/000.00.00.H01-250117-0001/manifest.json")
def test_a_key_is_refused_or_stays_inside_under_its_own_name(key: str) -> None:
    try:
        safe_key(key)
    except UsageError:
        return
    path = ROOT / key
    assert path.is_relative_to(ROOT)
    assert path != ROOT
    assert path.relative_to(ROOT).as_posix() == key
    assert ".." not in path.parts
    assert not is_hidden(key)
    assert key.encode("ascii").decode() == key


def test_the_keys_of_the_contract_are_keys() -> None:
    code = "000.00.00.H01-250117-0001"
    for name in (f"{code}.01.pdf", f"{code}.01.v2.pdf", "manifest.json"):
        assert safe_key(f"dossiers/{code}/{name}")
