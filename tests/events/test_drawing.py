"""The badges of an event look as the component draws them."""

import re

import pytest
from django.template.loader import render_to_string

from events.drawing import badge, badges
from events.enums import EventState
from events.models import Event


@pytest.mark.parametrize("tone", ["", "accent", "soon", "ok", "over"])
def test_a_badge_is_drawn_as_its_component(tone):
    assert badge("<b>&", tone) == render_to_string("components/badge.html", {"text": "<b>&", "tone": tone}).strip()


@pytest.mark.parametrize(
    ("event", "state", "words"),
    [
        (Event(kind="check"), EventState.VALID, ["other (internal)"]),
        (Event(kind="penalty", level="minor"), EventState.VALID, ["dishonest", "minor"]),
        (Event(kind="penalty", level="serious"), EventState.DISPUTED, ["dishonest", "serious", "disputed"]),
        (Event(kind="award"), EventState.COUNTERED, ["good", "countered"]),
    ],
)
def test_an_event_has_a_badge_for_credit_level_and_an_unusual_state(event, state, words):
    assert re.findall(r'<span class="statebadge[^"]*">([^<]*)</span>', badges(event, state)) == words
