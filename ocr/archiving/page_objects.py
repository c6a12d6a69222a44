"""The objects that a page is made of: walked without recursion, each once, never into another page."""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf

Container = pikepdf.Object
_ELSEWHERE = frozenset({"/Parent", "/P", "/StructTreeRoot"})
_PAGES = frozenset({"/Page", "/Pages", "/Catalog"})


def containers(page: pikepdf.Object) -> Iterator[Container]:
    """Dictionaries, streams and arrays; what the caller changes in one is what is walked on from it."""
    waiting: list[pikepdf.Object] = [page]
    seen: set[tuple[int, int]] = set()
    while waiting:
        container = waiting.pop()
        if container.is_indirect:
            if container.objgen in seen:
                continue
            seen.add(container.objgen)
        yield container
        waiting.extend(_inner(container))


def streams_of(page: pikepdf.Object, subtype: str) -> list[pikepdf.Stream]:
    """The XObjects of a subtype, `/Form` or `/Image`."""
    return [
        container
        for container in containers(page)
        if isinstance(container, pikepdf.Stream) and container.get("/Subtype") == subtype
    ]


def graphics_states(container: Container) -> list[pikepdf.Dictionary]:
    """The graphics states that a resource dictionary names."""
    if not isinstance(container, pikepdf.Dictionary):
        return []
    named = container.get("/ExtGState")
    if not isinstance(named, pikepdf.Dictionary):
        return []
    return [state for _, state in named.items() if isinstance(state, pikepdf.Dictionary)]


def filters_of(stream: pikepdf.Object) -> list[str]:
    """The names of its filters, first to last."""
    named = stream.get("/Filter")
    if named is None:
        return []
    return [str(name) for name in named] if isinstance(named, pikepdf.Array) else [str(named)]


def _inner(container: Container) -> Iterator[pikepdf.Object]:
    if isinstance(container, pikepdf.Array):
        values = list(container)
    else:
        values = [value for name, value in container.items() if name not in _ELSEWHERE]
    for value in values:
        if isinstance(value, pikepdf.Array | pikepdf.Stream) or (
            isinstance(value, pikepdf.Dictionary) and str(value.get("/Type")) not in _PAGES
        ):
            yield value
