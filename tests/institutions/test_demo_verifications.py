"""The verifications of the demonstration: one in each state that a board shows."""

from collections import Counter

import pytest
from django.utils import timezone

from institutions.models import Verification
from institutions.workflow import OPEN
from obligations.models import Obligation
from oversight.demo import load
from oversight.demo.verifications import verify_examples

pytestmark = pytest.mark.django_db


def test_every_state_that_a_board_shows(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    at = timezone.now()
    load(at=at)
    found = Counter(Verification.objects.values_list("state", flat=True))
    verify_examples(at=at)  # a second time

    assert {"due", "ordered", "applied", "review", "suspended", "passed"} == set(found)
    assert found == Counter(Verification.objects.values_list("state", flat=True))
    owed = Obligation.objects.filter(subject_kind="institutions.verification").unsettled()
    assert set(owed.values_list("subject_id", flat=True)) == set(
        Verification.objects.filter(state__in=OPEN).values_list("pk", flat=True)
    )
