"""What an entry of the trail says is written as people write it: local times, yes and no, words for details."""

import pytest
from django.utils import translation

from kernel.audit.entries import changes
from kernel.models import AuditAction, AuditRow


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def test_details_of_an_act():
    row = AuditRow(
        action=AuditAction.NOTED, table_name="login", changes={"address": "127.0.0.1", "second_factor": False}
    )

    assert changes(row) == [("Address", "", "127.0.0.1"), ("second factor", "", "no")]


def test_times_are_local():
    moment = "2026-11-22T03:34:47.810572+00:00"
    row = AuditRow(action=AuditAction.CHANGED, table_name="agencies_user", changes={"last_login": [None, moment]})

    assert changes(row) == [("last login", "", "2026-11-22 11:34:47")]
