"""The demonstration has events of each kind of credit information, a dispute and a counter-event."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from events.enums import CreditKind, EventState
from events.models import Event


@pytest.mark.django_db
def test_the_demonstration_has_events(settings, files_folder):
    settings.DEBUG = True
    call_command("load_demo", verbosity=0)
    call_command("load_demo", verbosity=0)
    today = timezone.localdate()

    events = list(Event.objects.with_standing(today))

    assert {event.credit for event in events} == set(CreditKind)
    states = {event.state_on(today) for event in events}
    assert states == {EventState.VALID, EventState.DISPUTED, EventState.COUNTERED, EventState.COUNTER}
    assert len(events) == 12
