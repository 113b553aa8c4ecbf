"""What a graph view shows: nodes with their places, edges, and what is filtered out.

Comes in as ``Neighbourhood`` records; places are in the engine's units (a well-laid
pair of neighbours is about 1 apart). Nothing here paints or knows pixels.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Set

from engine.neighbours import GraphEdge, GraphNode, Neighbourhood
from engine.records import CO_MENTION

Place = tuple[float, float]
EdgeKey = tuple[int, int]
MAX_NODES = 150


def edge_key(edge: GraphEdge) -> EdgeKey:
    """The two ends of ``edge`` in the order that the record gives them."""
    return edge.source_id, edge.target_id


class GraphScene:
    """The nodes and edges of one graph view.

    Attributes:
        nodes: By entity id.
        places: Where each node is now; moved by dragging and by animation.
        edges: By their two ends.
        seed_ids: The entities that were asked for.
        hidden_ids: Nodes that the user put away.
        muted_labels: Labels that the user filtered out.
        pinned_ids: Nodes that stay, where they are, whatever is filtered or begun again.
        path: Nodes in the order of a path that is held in the light; empty for none.
    """

    def __init__(self) -> None:
        self.nodes: dict[int, GraphNode] = {}
        self.places: dict[int, Place] = {}
        self.edges: dict[EdgeKey, GraphEdge] = {}
        self.seed_ids: set[int] = set()
        self.hidden_ids: set[int] = set()
        self.muted_labels: set[str] = set()
        self.pinned_ids: set[int] = set()
        self.path: tuple[int, ...] = ()
        self._near: dict[int, set[int]] = {}
        self._top_rank = 0.0

    def replace(self, neighbourhood: Neighbourhood) -> None:
        """Forget everything but which labels are filtered out, and show ``neighbourhood``."""
        self.nodes.clear()
        self.places.clear()
        self.edges.clear()
        self.seed_ids.clear()
        self.hidden_ids.clear()
        self.pinned_ids.clear()
        self.path = ()
        self.merge(neighbourhood)

    def revise(self, neighbourhood: Neighbourhood) -> None:
        """Show ``neighbourhood`` and what is pinned; a node that comes back later finds its place again."""
        stay = {node.entity_id for node in neighbourhood.nodes} | self.pinned_ids
        for entity_id in [entity_id for entity_id in self.nodes if entity_id not in stay]:
            del self.nodes[entity_id]
        self.edges.clear()
        self.seed_ids.clear()
        self.merge(neighbourhood)

    def keep_only(self, entity_ids: Set[int]) -> None:
        """Forget all other nodes, their places, and what was hidden."""
        self.nodes = {entity_id: node for entity_id, node in self.nodes.items() if entity_id in entity_ids}
        self.places = {entity_id: xy for entity_id, xy in self.places.items() if entity_id in entity_ids}
        self.edges.clear()
        self.hidden_ids.clear()

    def hanging_on(self, entity_id: int) -> set[int]:
        """The shown nodes that only this one joins with the rest; seeds and pinned ones never."""
        kept = self.seed_ids | self.pinned_ids | {entity_id}
        return {other for other in self.near(entity_id) - kept if self.near(other) <= {entity_id}}

    def merge(self, neighbourhood: Neighbourhood) -> tuple[int, ...]:
        """Add what ``neighbourhood`` brings; nothing that is shown moves or goes.

        Returns:
            The ids of the new nodes, at most as many as ``MAX_NODES`` leaves room for.
        """
        self.seed_ids.update(neighbourhood.seed_ids)
        added: list[int] = []
        for node in sorted(neighbourhood.nodes, key=lambda node: -node.rank):
            if node.entity_id in self.nodes:
                continue
            if len(self.nodes) >= MAX_NODES:
                break
            self.nodes[node.entity_id] = node
            self.places.setdefault(node.entity_id, (node.x, node.y))
            added.append(node.entity_id)
        for edge in neighbourhood.edges:
            if edge.source_id in self.nodes and edge.target_id in self.nodes:
                self.edges.pop((edge.target_id, edge.source_id), None)
                self.edges[edge_key(edge)] = edge
        self._top_rank = max((node.rank for node in self.nodes.values()), default=0.0)
        self._near = {entity_id: set() for entity_id in self.nodes}
        for source_id, target_id in self.edges:
            self._near[source_id].add(target_id)
            self._near[target_id].add(source_id)
        return tuple(added)

    def is_shown(self, entity_id: int) -> bool:
        """Whether the node is there and neither hidden nor filtered out; what was asked for never is."""
        node = self.nodes.get(entity_id)
        if node is None or entity_id in self.hidden_ids:
            return False
        return node.label not in self.muted_labels or entity_id in self.seed_ids

    def is_edge_shown(self, key: EdgeKey) -> bool:
        """Whether the edge is there between two shown nodes."""
        return key in self.edges and all(map(self.is_shown, key))

    def shown_nodes(self) -> list[GraphNode]:
        """The nodes to paint, highest rank first."""
        shown = (node for node in self.nodes.values() if self.is_shown(node.entity_id))
        return sorted(shown, key=lambda node: (-node.rank, node.entity_id))

    def shown_edges(self) -> list[GraphEdge]:
        """The edges between shown nodes, weakest first so that strong ones lie on top."""
        shown = (
            edge
            for edge in self.edges.values()
            if self.is_shown(edge.source_id) and self.is_shown(edge.target_id)
        )
        return sorted(shown, key=lambda edge: (edge.predicates[:1] != (CO_MENTION,), edge.weight))

    def near(self, entity_id: int) -> set[int]:
        """Shown neighbours of a node."""
        return {other for other in self._near.get(entity_id, ()) if self.is_shown(other)}

    def label_counts(self) -> Counter[str]:
        """How many nodes each label has, hidden ones left out; a muted label is there with what it has."""
        counts = Counter(
            node.label for entity_id, node in self.nodes.items() if entity_id not in self.hidden_ids
        )
        counts.update(dict.fromkeys(self.muted_labels, 0))
        return counts

    def prominence(self, entity_id: int) -> float:
        """Size of a node between 0 and 1, by its rank among all that are there."""
        return math.sqrt(self.nodes[entity_id].rank / self._top_rank) if self._top_rank > 0 else 0.0

    def bounds(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of the shown nodes' places; all 0 where there is none."""
        places = [self.places[node.entity_id] for node in self.shown_nodes()]
        if not places:
            return 0.0, 0.0, 0.0, 0.0
        xs, ys = [x for x, _ in places], [y for _, y in places]
        return min(xs), min(ys), max(xs), max(ys)

    def towards(self, entity_id: int, dx: float, dy: float) -> int | None:
        """The node to select when the user presses an arrow: a neighbour that way, else any node that way."""
        neighbours = self.near(entity_id)
        others = {node.entity_id for node in self.shown_nodes()} - {entity_id}
        return self._nearest_that_way(entity_id, neighbours, dx, dy) or self._nearest_that_way(
            entity_id, others, dx, dy
        )

    def _nearest_that_way(
        self, entity_id: int, candidates: Iterable[int], dx: float, dy: float
    ) -> int | None:
        x, y = self.places[entity_id]
        best: int | None = None
        best_cost = math.inf
        for other in candidates:
            off_x, off_y = self.places[other][0] - x, self.places[other][1] - y
            along = off_x * dx + off_y * dy
            across = abs(off_x * dy - off_y * dx)
            if along <= 0 or across > along * 1.8:
                continue
            cost = along + 2 * across
            if cost < best_cost:
                best, best_cost = other, cost
        return best
