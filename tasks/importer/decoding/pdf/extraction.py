"""A program of its own: a PDF on its input, its characters and ruled lines on its output, a JSON line for each page.

The library that reads PDF is written in C and not made for threads. Here it cannot take along the portal when a
hostile file makes it crash, hang or ask for all memory. Started by its path, so that nothing of the portal is loaded;
its arguments are the most pages and characters it reads, and the seconds it may take.
"""

import ctypes
import json
import math
import resource
import sys
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium

MAX_RULINGS = 20_000  # of a page; a drawing has more
MAX_MEMORY = 1024**3
THIN = 3  # points: a filled rectangle so thin is a ruled line
DEEP = 5  # forms in forms
SPACE = 0x20
GLYPHLESS = {0, 2, 10, 13, 0xFFFE, 0xFFFF}
Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]


def main() -> None:
    pages, characters, seconds = map(int, sys.argv[1:])
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for facts in read(sys.stdin.buffer.read(), pages=pages, characters=characters):
        sys.stdout.write(json.dumps(facts) + "\n")
        sys.stdout.flush()


def read(data: bytes, *, pages: int, characters: int) -> Iterator[dict[str, Any]]:
    """{"error": "password" | "broken" | "pages" | "characters"}, or the facts of each page."""
    pdfium.FPDF_InitLibrary()
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        is_locked = pdfium.FPDF_GetLastError() in {pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY}
        yield {"error": "password" if is_locked else "broken"}
        return
    count = pdfium.FPDF_GetPageCount(document)
    if not 0 < count <= pages:
        yield {"error": "pages" if count > 0 else "broken"}
        return
    for number in range(count):
        if not (page := pdfium.FPDF_LoadPage(document, number)):
            yield {"error": "broken"}
            return
        facts = of_page(page)
        pdfium.FPDF_ClosePage(page)
        characters -= len(facts["characters"])
        if characters < 0:
            yield {"error": "characters"}
            return
        yield facts


def of_page(page) -> dict[str, Any]:
    """Sizes in points from the lower left corner of the page as it is shown.

    characters: [code, left, bottom, right, top] of each.  rulings: [x, y, x, y].  has_picture: something is drawn
    that may be a scanned page.
    """
    turn = turned(page)
    rulings, kinds = list[list[float]](), set[int]()
    for kind, segment in drawn(page):
        kinds.add(kind)
        if segment and len(rulings) < MAX_RULINGS:
            rulings.append(flat(turn(segment[0]), turn(segment[1])))
    return {
        "characters": [[code, *flat(turn(low), turn(high))] for code, low, high in printed(page)],
        "rulings": rulings if len(rulings) < MAX_RULINGS else [],
        "has_picture": pdfium.FPDF_PAGEOBJ_IMAGE in kinds,
    }


def turned(page):
    """What takes a point of the page to where it is shown, since a wide table often stands on a page turned aside."""
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, box)
    left, bottom, right, top = box.left, box.bottom, box.right, box.top
    return [
        lambda point: (point[0] - left, point[1] - bottom),
        lambda point: (point[1] - bottom, right - point[0]),
        lambda point: (right - point[0], top - point[1]),
        lambda point: (top - point[1], point[0] - left),
    ][pdfium.FPDFPage_GetRotation(page) % 4]


def flat(one: Point, other: Point) -> list[float]:
    low, high = (min(one[0], other[0]), min(one[1], other[1])), (max(one[0], other[0]), max(one[1], other[1]))
    return [round(number, 1) if math.isfinite(number) else 0.0 for number in (*low, *high)]


def printed(page) -> Iterator[tuple[int, Point, Point]]:
    text = pdfium.FPDFText_LoadPage(page)
    box, waiting = pdfium.FS_RECTF(), 0
    for number in range(max(pdfium.FPDFText_CountChars(text), 0)):
        code = pdfium.FPDFText_GetUnicode(text, number)
        if code in GLYPHLESS or (code == SPACE and pdfium.FPDFText_IsGenerated(text, number) == 1):
            continue
        if 0xD800 <= code < 0xDC00:
            waiting = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((waiting - 0xD800) << 10) + (code - 0xDC00) if waiting else 0xFFFD
        waiting = 0
        if pdfium.FPDFText_GetLooseCharBox(text, number, box):
            yield code, (box.left, box.bottom), (box.right, box.top)
    pdfium.FPDFText_ClosePage(text)


def drawn(page) -> Iterator[tuple[int, tuple[Point, Point] | None]]:
    """(kind of object, ruled line or None), also from within forms."""
    waiting = [
        (pdfium.FPDFPage_GetObject(page, number), (1.0, 0.0, 0.0, 1.0, 0.0, 0.0), 0)
        for number in range(max(pdfium.FPDFPage_CountObjects(page), 0))
    ]
    for thing, around, depth in waiting:  # which grows
        kind = pdfium.FPDFPageObj_GetType(thing)
        yield kind, None
        if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < DEEP and len(waiting) < MAX_RULINGS:
            inner = combined(matrix_of(thing), around)
            waiting += [
                (pdfium.FPDFFormObj_GetObject(thing, number), inner, depth + 1)
                for number in range(max(pdfium.FPDFFormObj_CountObjects(thing), 0))
            ]
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            for segment in ruled(thing, combined(matrix_of(thing), around)):
                yield kind, segment


def matrix_of(thing) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(thing, matrix)
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def combined(inner: Matrix, outer: Matrix) -> Matrix:
    (a, b, c, d, e, f), (g, h, i, j, k, m) = inner, outer
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def ruled(path, matrix: Matrix) -> Iterator[tuple[Point, Point]]:
    """The upright and level lines that it draws: its strokes, and what is filled so thinly that it looks like one."""
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, mode, stroke)
    if not mode.value and not stroke.value:
        return
    for points in outlines(path, matrix):
        if stroke.value:
            yield from pairwise(points)
        elif mode.value and points:
            xs, ys = [point[0] for point in points], [point[1] for point in points]
            if max(ys) - min(ys) <= THIN:
                middle = (min(ys) + max(ys)) / 2
                yield (min(xs), middle), (max(xs), middle)
            elif max(xs) - min(xs) <= THIN:
                middle = (min(xs) + max(xs)) / 2
                yield (middle, min(ys)), (middle, max(ys))


def outlines(path, matrix: Matrix) -> Iterator[list[Point]]:
    """Its lines from point to point, a list for each that is drawn without lifting the pen."""
    a, b, c, d, e, f = matrix
    x, y, points = ctypes.c_float(), ctypes.c_float(), list[Point]()
    for number in range(min(max(pdfium.FPDFPath_CountSegments(path), 0), MAX_RULINGS)):
        segment = pdfium.FPDFPath_GetPathSegment(path, number)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO and points:
            yield points
            points = []
        points.append((a * x.value + c * y.value + e, b * x.value + d * y.value + f))
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if points:
        yield points


if __name__ == "__main__":
    main()
