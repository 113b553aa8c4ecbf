"""From a scene and a camera to the picture that is painted, and from a point back to what is there.

All points and radii are logical pixels of the view.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFontMetrics

from engine.neighbours import GraphEdge
from engine.records import CO_MENTION
from gui.relation_names import predicate_name
from gui.widgets.graph_camera import Camera
from gui.widgets.graph_labels import Box, NameTag, place_names
from gui.widgets.graph_paint import DrawnEdge, DrawnNode, GraphPainter, GraphPicture, free_line
from gui.widgets.graph_scene import EdgeKey, GraphScene, edge_key

_UNDIRECTED = frozenset({CO_MENTION, "married_to"})
_MAX_CAPTIONS = 10
_PREVIEW_NAMES = 7
_NEAR_EDGE = 6.0


def radius_of(scene: GraphScene, camera: Camera, entity_id: int, *, is_preview: bool = False) -> float:
    """Radius of a node: by its rank, growing more slowly than the picture when zoomed."""
    size = 5.0 + 15.0 * scene.prominence(entity_id)
    if is_preview:
        return 3.5 + size * 0.45
    return size * min(max(math.pow(camera.scale / 100.0, 0.45), 0.6), 1.7)


def make_picture(
    scene: GraphScene,
    camera: Camera,
    painter: GraphPainter,
    *,
    arriving: Mapping[int, float],
    selected_id: int | None,
    selected_edge: EdgeKey | None,
    hovered_id: int | None,
    hovered_edge: EdgeKey | None,
    is_preview: bool,
) -> GraphPicture:
    """What one frame shows; ``arriving`` nodes are as opaque as they have come far (0 to 1)."""
    nodes: dict[int, DrawnNode] = {}
    for node in scene.shown_nodes():
        x, y = camera.to_pixels(*scene.places[node.entity_id])
        nodes[node.entity_id] = DrawnNode(
            entity_id=node.entity_id,
            name=node.name,
            label=node.label,
            x=x,
            y=y,
            radius=radius_of(scene, camera, node.entity_id, is_preview=is_preview),
            is_seed=node.entity_id in scene.seed_ids,
            is_pinned=node.entity_id in scene.pinned_ids,
            opacity=arriving.get(node.entity_id, 1.0),
        )
    focus_id = hovered_id if hovered_id is not None else selected_id
    lit_ids, lit_edges = _light(scene, focus_id, hovered_edge or selected_edge)
    wanted = {focus_id, selected_id, *(hovered_edge or selected_edge or ())}
    bold_ids = frozenset(i for i, node in nodes.items() if node.is_seed or i in wanted)
    if is_preview:  # stands beside the name of its seed already
        bold_ids = frozenset(wanted - {None})
    names = _names(nodes, painter, camera, bold_ids=bold_ids, is_preview=is_preview)
    edges = _drawn_edges(scene, lit_edges)
    return GraphPicture(
        nodes=nodes,
        edges=edges,
        names=names,
        selected_id=selected_id,
        hovered_id=hovered_id,
        selected_edge=selected_edge,
        lit_ids=lit_ids,
        lit_edges=lit_edges,
        is_path=bool(scene.path) and focus_id is None and (hovered_edge or selected_edge) is None,
        bold_ids=bold_ids,
        captions=_captions(nodes, edges, names, painter, focus_id, lit_ids or frozenset()),
    )


def node_at(scene: GraphScene, camera: Camera, point: QPointF, *, is_preview: bool = False) -> int | None:
    """The shown node under a point, the smallest where they overlap."""
    for node in reversed(scene.shown_nodes()):
        x, y = camera.to_pixels(*scene.places[node.entity_id])
        reach = radius_of(scene, camera, node.entity_id, is_preview=is_preview) + 3
        if math.hypot(point.x() - x, point.y() - y) <= reach:
            return node.entity_id
    return None


def edge_at(scene: GraphScene, camera: Camera, point: QPointF) -> EdgeKey | None:
    """The shown edge that runs nearest to a point, if any runs near."""
    best: EdgeKey | None = None
    best_distance = _NEAR_EDGE
    for edge in scene.shown_edges():
        start = camera.to_pixels(*scene.places[edge.source_id])
        end = camera.to_pixels(*scene.places[edge.target_id])
        distance = _distance(point.x(), point.y(), *start, *end)
        if distance <= best_distance:
            best, best_distance = edge_key(edge), distance
    return best


def sees(scene: GraphScene, camera: Camera, entity_ids: Sequence[int], *, is_preview: bool = False) -> bool:
    """Whether these nodes are wholly in sight."""
    for entity_id in entity_ids:
        x, y = camera.to_pixels(*scene.places[entity_id])
        reach = radius_of(scene, camera, entity_id, is_preview=is_preview) + 4
        if not (reach <= x <= camera.width - reach and reach <= y <= camera.height - reach):
            return False
    return True


def _light(
    scene: GraphScene, focus_id: int | None, edge: EdgeKey | None
) -> tuple[frozenset[int] | None, frozenset[EdgeKey] | None]:
    """The nodes and edges in the light; (None, None) when all are."""
    if focus_id is not None and scene.is_shown(focus_id):
        near = scene.near(focus_id)
        keys = frozenset(key for key in scene.edges if focus_id in key)
        return frozenset(near | {focus_id}), keys
    if edge is not None:
        return frozenset(edge), frozenset({edge})
    if scene.path:
        steps = {frozenset(step) for step in pairwise(scene.path)}
        return frozenset(scene.path), frozenset(key for key in scene.edges if frozenset(key) in steps)
    return None, None


def _drawn_edges(scene: GraphScene, lit: frozenset[EdgeKey] | None) -> list[DrawnEdge]:
    shown = scene.shown_edges()
    captioned: set[EdgeKey] = set()
    if lit is not None:
        typed = [edge for edge in reversed(shown) if edge_key(edge) in lit and _is_typed(edge)]
        captioned = {edge_key(edge) for edge in typed[:_MAX_CAPTIONS]}
        if len(lit) == 1:
            captioned = set(lit)
    drawn = []
    for edge in shown:
        key = edge_key(edge)
        predicate = edge.predicates[0] if edge.predicates else CO_MENTION
        drawn.append(
            DrawnEdge(
                source_id=edge.source_id,
                target_id=edge.target_id,
                strength=line_strength(edge.weight),
                is_typed=_is_typed(edge),
                is_directed=predicate not in _UNDIRECTED,
                caption=predicate_name(predicate) if key in captioned else "",
            )
        )
    return drawn


def line_strength(weight: float) -> float:
    """How strong a line looks, 0 to 1: co-mentions, of weight 0 to 1, in the lower half, typed ones above.

    The same in every picture, so that no line changes when others come in. A typed relation has
    1 + ln(1 + sum of scores); the line is full at about 20 sure statements.
    """
    if weight <= 1.0:
        return 0.45 * math.sqrt(max(weight, 0.0))
    return 0.45 + 0.55 * min((weight - 1.0) / 3.0, 1.0)


def _is_typed(edge: GraphEdge) -> bool:
    return bool(edge.predicates) and edge.predicates[0] != CO_MENTION


def _names(
    nodes: Mapping[int, DrawnNode],
    painter: GraphPainter,
    camera: Camera,
    *,
    bold_ids: frozenset[int],
    is_preview: bool,
) -> dict[int, Box]:
    """Boxes of the names in sight, the most important first; a preview names only a few."""
    tags = []
    for number, node in enumerate(nodes.values()):
        if not (-60 <= node.x <= camera.width + 60 and -60 <= node.y <= camera.height + 60):
            continue
        is_bold = node.entity_id in bold_ids
        width, height = painter.name_size(node.name, is_bold=is_bold)
        is_named = is_bold or not is_preview or (number < _PREVIEW_NAMES and not node.is_seed)
        reach = node.radius + (4.0 if node.is_seed else 1.0)
        tags.append(
            NameTag(
                entity_id=node.entity_id, x=node.x, y=node.y, radius=reach, width=width if is_named else 0.0,
                height=height, is_wanted=is_bold,
            )
        )  # fmt: skip
    return place_names(tags)


def _captions(
    nodes: Mapping[int, DrawnNode],
    edges: list[DrawnEdge],
    names: Mapping[int, Box],
    painter: GraphPainter,
    focus_id: int | None,
    lit_ids: frozenset[int],
) -> list[tuple[Box, str]]:
    """Predicates along their edges, nearer the end that is not in focus; one that has no room is left out."""
    metrics = QFontMetrics(painter.font)
    taken = [box for entity_id, box in names.items() if entity_id in lit_ids]
    taken += [_around(nodes[entity_id]) for entity_id in lit_ids if entity_id in nodes]
    captioned = [edge for edge in reversed(edges) if edge.caption]
    placed: list[tuple[Box, str]] = []
    for edge in captioned:
        line = free_line(nodes[edge.source_id], nodes[edge.target_id], end_gap=0.0)
        if line is None:
            continue
        half_width, half_height = (
            (metrics.horizontalAdvance(edge.caption) + 14) / 2,
            (metrics.height() + 3) / 2,
        )
        for along in (0.5, 0.62, 0.74, 0.4, 0.86):
            point = line.pointAt(1 - along if focus_id == edge.target_id else along)
            x, y = point.x(), point.y()
            box = (x - half_width, y - half_height, x + half_width, y + half_height)
            if len(captioned) == 1 or not any(_overlap(box, other) for other in taken):
                placed.append((box, edge.caption))
                taken.append(box)
                break
    return placed


def _around(node: DrawnNode) -> Box:
    return node.x - node.radius, node.y - node.radius, node.x + node.radius, node.y + node.radius


def _overlap(box: Box, other: Box) -> bool:
    return box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]


def _distance(px: float, py: float, ax: float, ay: float, bx: float, by: float) -> float:
    """How far a point is from the line between two others."""
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    t = 0.0 if length == 0 else min(max(((px - ax) * dx + (py - ay) * dy) / length, 0.0), 1.0)
    return math.hypot(px - ax - t * dx, py - ay - t * dy)
