"""The badges of an event: fifty events have a hundred, and a template include for each costs more than all else."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from events.enums import EventState
from events.models import Event

TONES = {
    EventState.DISPUTED: "soon", EventState.IN_REPAIR: "soon", EventState.REPAIRED: "ok", EventState.UNDONE: "over",
    EventState.COUNTERED: "over",
}  # fmt: skip


def badge(text, tone: str = "") -> SafeString:
    """As components/badge.html draws it."""
    classes = f" {tone}" if tone == "accent" else f" s-{tone}" if tone else ""
    return format_html('<span class="statebadge{}">{}</span>', classes, text)


def badges(event: Event, state: EventState) -> SafeString:
    """What the event is to the credit record, its level, and where it stands when that is not simply in force."""
    told = [badge(event.credit.label, "accent")]
    if event.level:
        told.append(badge(event.get_level_display()))
    if state != EventState.VALID:
        told.append(badge(state.label, TONES.get(state, "")))
    return format_html('<span class="chips">{}</span>', format_html_join("", "{}", ((one,) for one in told)))
