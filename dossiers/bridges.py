"""Bridges of a graph: the edges that lie on no cycle."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

Edge = TypeVar("Edge", bound=Hashable)
Node = TypeVar("Node", bound=Hashable)


def bridges(edges: Mapping[Edge, tuple[Node, Node]]) -> frozenset[Edge]:
    """The edges without which fewer nodes hang together (Tarjan 1974); two may join the same nodes.

    Args:
        edges: the two ends of each edge.
    """
    beside: dict[Node, list[tuple[Edge, Node]]] = {}
    for edge, (one, other) in edges.items():
        beside.setdefault(one, []).append((edge, other))
        beside.setdefault(other, []).append((edge, one))
    order: dict[Node, int] = {}
    lowest: dict[Node, int] = {}
    found: set[Edge] = set()
    for start, first in beside.items():
        if start in order:
            continue
        order[start] = lowest[start] = len(order)
        path: list[tuple[Node, Edge | None]] = [(start, None)]
        left = {start: iter(first)}
        while path:
            node, came_by = path[-1]
            step = next(left[node], None)
            if step is None:
                path.pop()
                if came_by is not None:
                    above = path[-1][0]
                    lowest[above] = min(lowest[above], lowest[node])
                    if lowest[node] > order[above]:
                        found.add(came_by)
                continue
            edge, other = step
            if edge == came_by:
                continue
            if other in order:
                lowest[node] = min(lowest[node], order[other])
            else:
                order[other] = lowest[other] = len(order)
                left[other] = iter(beside[other])
                path.append((other, edge))
    return frozenset(found)
