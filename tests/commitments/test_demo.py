"""The demonstration's commitments."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import override_settings

from commitments.models import Breach, Commitment, CommitmentTemplate
from disclosure.models import Publication
from obligations.models import Obligation
from oversight import demo

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 9, tzinfo=ZoneInfo("Asia/Shanghai"))


def test_it_shows_one_signed_on_the_page_some_on_paper_one_broken_and_who_owes(tmp_path):
    with override_settings(DEBUG=True, MEDIA_ROOT=tmp_path):
        demo.load(at=AT)
        before = Commitment.objects.count()
        demo.load(at=AT)

    rows = list(Commitment.objects.of_institutions().select_related("template", "party", "to", "scan"))
    assert Commitment.objects.count() == before and all(row.is_unchanged for row in rows)
    signed = {row.party.name: row for row in rows}
    assert signed["示例第一医院"].scan is None and signed["示例口腔门诊部"].scan.size > 0
    assert CommitmentTemplate.objects.exclude(region=None).get() == signed["示例第一医院"].template
    assert Breach.objects.get().commitment == signed["示例口腔门诊部"]
    assert Publication.objects.get(kind="commitment").subject_id == signed["示例第一医院"].pk
    owing = set(Obligation.objects.filter(kind="commitment.sign").values_list("bearer__name", flat=True))
    assert "示例康仁诊所" in owing and not owing & set(signed)
