"""A signature drawn on screen: strokes of whole numbers in a box, never an image nor markup from a browser."""

import json

WIDTH, HEIGHT = 600, 200
STROKES, POINTS = 200, 6_000
LONGEST = 100_000
"""Signs of the text a browser may send."""

Strokes = list[list[list[int]]]


def read(text: str) -> Strokes:
    """The strokes a page sends as JSON; ValueError with a sentence when they are not a drawing."""
    if not text.strip():
        return []
    if len(text) > LONGEST:
        raise ValueError("Cette signature est trop longue : recommencez-la.")
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        raise ValueError("Cette signature est illisible : recommencez-la.") from None
    if not isinstance(given, list) or len(given) > STROKES:
        raise ValueError("Cette signature est illisible : recommencez-la.")
    strokes = [_stroke(stroke) for stroke in given]
    if sum(map(len, strokes)) > POINTS:
        raise ValueError("Cette signature est trop longue : recommencez-la.")
    return [stroke for stroke in strokes if len(stroke) > 1]


def _stroke(stroke: object) -> list[list[int]]:
    if not isinstance(stroke, list):
        raise ValueError("Cette signature est illisible : recommencez-la.")
    return [_point(point) for point in stroke]


def _point(point: object) -> list[int]:
    match point:
        case [int() as x, int() as y] if not isinstance(x, bool) and not isinstance(y, bool):
            return [min(max(x, 0), WIDTH), min(max(y, 0), HEIGHT)]
    raise ValueError("Cette signature est illisible : recommencez-la.")


def path(strokes: Strokes) -> str:
    """The `d` of an SVG path."""
    return " ".join("M" + " L".join(f"{x} {y}" for x, y in stroke) for stroke in strokes if stroke)
