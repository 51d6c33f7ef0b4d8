# ruff: noqa: INP001  # a script beside its data is no package
"""Turn a TopoJSON file of the world's countries into the light outline that the map draws.

    python simplify.py countries-110m.json outline.json

In: a topology with the objects ``land`` and ``countries``, in degrees. Out: ``land``, a list of polygons without
holes, and ``borders``, a list of open lines between two countries; each is a flat list ``[long, lat, long, lat, …]``
in degrees, and the first point of a polygon is not repeated. Needs only Python.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

Point = tuple[float, float]  # longitude, latitude in degrees

DECIMALS = 1  # a tenth of a degree is 11 km, less than the line's own width on our map
TOLERANCE = 0.15  # degrees by which a line may be moved
SMALLEST = 0.5  # square degrees; an island of less is dropped
CORNERS = 3  # of the simplest polygon


def arcs_of(topology: dict[str, Any]) -> list[list[Point]]:
    """Return the arcs in degrees: a quantised topology holds steps from point to point, in its own units."""
    if "transform" not in topology:
        return [[(x, y) for x, y in arc] for arc in topology["arcs"]]
    (width, height), (left, bottom) = topology["transform"]["scale"], topology["transform"]["translate"]
    found = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for right, up in arc:
            x, y = x + right, y + up
            points.append((left + x * width, bottom + y * height))
        found.append(points)
    return found


def thinned(line: list[Point]) -> list[Point]:
    """Drop points while the line moves by no more than the tolerance (Douglas and Peucker 1973), then round."""
    kept = {0, len(line) - 1}
    spans = [(0, len(line) - 1)]
    while spans:
        first, last = spans.pop()
        far = max(range(first + 1, last), key=lambda i: _off(line[i], line[first], line[last]), default=first)
        if far != first and _off(line[far], line[first], line[last]) > TOLERANCE:
            kept.add(far)
            spans += [(first, far), (far, last)]
    rounded = [(round(x, DECIMALS), round(y, DECIMALS)) for x, y in (line[i] for i in sorted(kept))]
    return [rounded[0], *(b for a, b in pairwise(rounded) if a != b)]


def _off(point: Point, start: Point, end: Point) -> float:
    """Return how far the point is from the stretch between the two others."""
    (x, y), (a, b) = point, start
    along, up = end[0] - a, end[1] - b
    length = along * along + up * up
    part = min(1.0, max(0.0, ((x - a) * along + (y - b) * up) / length)) if length else 0.0
    return float(((x - a - part * along) ** 2 + (y - b - part * up) ** 2) ** 0.5)


def ring_of(numbers: list[int], arcs: list[list[Point]]) -> list[Point]:
    """Join the arcs of a ring; ``~n`` is arc ``n`` run backwards, and each begins where the last one ended."""
    ring: list[Point] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring += arc[1:] if ring else arc
    return ring[:-1]


def area_of(ring: list[Point]) -> float:
    """Return what the ring encloses, in square degrees."""
    return abs(sum(a * d - c * b for (a, b), (c, d) in pairwise([*ring, *ring[:1]]))) / 2


def polygons_of(geometry: dict[str, Any]) -> list[list[list[int]]]:
    """Return the polygons of a geometry: lists of rings, each a list of arc numbers, the outer ring first."""
    if geometry["type"] == "GeometryCollection":
        return [polygon for part in geometry["geometries"] for polygon in polygons_of(part)]
    several: list[list[list[int]]] = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    return several


def outline_of(topology: dict[str, Any]) -> dict[str, list[list[float]]]:
    """Return land and borders. Arcs are thinned before they are joined, so that borders still meet the coasts."""
    arcs = [thinned(arc) for arc in arcs_of(topology)]
    rings = [ring_of(polygon[0], arcs) for polygon in polygons_of(topology["objects"]["land"])]
    land = [ring for ring in rings if len(ring) >= CORNERS and area_of(ring) >= SMALLEST]
    uses: Counter[int] = Counter()
    for country in topology["objects"]["countries"]["geometries"]:
        if country.get("type"):
            uses.update({n if n >= 0 else ~n for polygon in polygons_of(country) for ring in polygon for n in ring})
    borders = [arcs[number] for number, count in sorted(uses.items()) if count > 1 and len(arcs[number]) > 1]
    return {
        name: [[part for point in line for part in point] for line in lines]
        for name, lines in (("land", sorted(land, key=area_of, reverse=True)), ("borders", borders))
    }


def text_of(outline: dict[str, list[list[float]]]) -> str:
    """Return the outline as JSON, a line a shape; whole degrees have no decimals."""
    shapes = {
        name: ",\n".join(
            json.dumps([int(n) if n == int(n) else n for n in line], separators=(",", ":")) for line in lines
        )
        for name, lines in outline.items()
    }
    return "{" + ",\n".join(f'"{name}":[\n{lines}\n]' for name, lines in shapes.items()) + "}\n"


def main(source: str, target: str) -> None:
    """Read the one file and write the other."""
    topology = json.loads(Path(source).read_text(encoding="utf-8"))
    Path(target).write_text(text_of(outline_of(topology)), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source")
    parser.add_argument("target")
    main(**vars(parser.parse_args()))
