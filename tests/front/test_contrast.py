"""Contrast of the colour tokens in portal.css: text 4.5 to 1, shapes and borders of controls 3 to 1 (WCAG 2.2)."""

import re
from pathlib import Path

import pytest

CSS = (Path(__file__).parents[2] / "oversight" / "static" / "portal" / "portal.css").read_text()
TOKENS = dict(re.findall(r"--([a-z0-9-]+):\s*(#[0-9a-f]{3,6});", CSS.split("/* ---------- text")[0]))

GROUNDS = ("surface", "bg", "sunken", "hover", "group")
TEXT = [(ink, ground) for ink in ("ink", "ink-2", "ink-3", "accent", "accent-strong") for ground in GROUNDS]
STATES = [(state, ground) for state in ("ok", "soon", "over", "done") for ground in ("surface", f"{state}-bg", "hover")]
OTHER_TEXT = [
    ("idle", "surface"),
    ("idle", "hover"),
    ("accent-strong", "accent-weak"),
    ("surface", "accent"),
    ("surface", "accent-strong"),
]


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    high, low = sorted((luminance(TOKENS[first]), luminance(TOKENS[second])), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("ink", "ground"), TEXT + STATES + OTHER_TEXT)
def test_text_can_be_read(ink, ground):
    assert contrast(ink, ground) >= 4.5


@pytest.mark.parametrize("ground", ["surface", "bg", "sunken"])
def test_borders_of_controls_can_be_seen(ground):
    assert contrast("control", ground) >= 3


@pytest.mark.parametrize(
    ("state", "cell"), [("soon", "soon-bg"), ("over", "over-bg"), ("ok", "hover"), ("idle", "hover")]
)
def test_shapes_in_matrix_cells_can_be_seen(state, cell):
    assert contrast(state, cell) >= 3
