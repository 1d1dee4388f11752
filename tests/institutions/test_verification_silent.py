"""What becomes of a suspended verification that nobody applies for anew, and of an application that is refused."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.urls import reverse

from agencies.enums import Role
from institutions.details import verbs_open
from institutions.models import Verification
from institutions.services.concluding import conclude_verification
from institutions.services.verifying import apply_for_verification, open_verification, review_verification
from kernel import files
from kernel.errors import Refused
from kernel.models import StoredFile
from obligations.models import Obligation
from tests.factories import make_institution, make_membership, make_principal

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 7, 20, 12, tzinfo=ZONE)
LAST_DAY = datetime(2027, 1, 20, 12, tzinfo=ZONE)
AFTER = datetime(2027, 1, 21, 12, tzinfo=ZONE)


@pytest.fixture
def hospital(district):
    return make_institution(region=district, beds=100)


@pytest.fixture
def row(hospital, keeper):
    return open_verification(hospital, due_on=date(2026, 12, 31), by=keeper, at=NOON)


@pytest.fixture
def leader(keeper):
    return make_membership(agency=keeper.party.agency, role=Role.LEADER)


@pytest.fixture
def suspended(row, hospital, keeper, leader):
    row = apply_for_verification(row, statement="As before.", by=make_principal(hospital.party), at=NOON)
    row = review_verification(row, findings="Complete.", by=keeper, at=NOON)
    return conclude_verification(row, conclusion="suspended", months=6, reason="12 points", by=leader, at=NOON)


def again(row) -> Verification:
    return Verification.objects.get(pk=row.pk)


def test_an_application_that_is_refused_leaves_no_files(as_, row, hospital, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    papers = [SimpleUploadedFile(f"{number}.pdf", b"%PDF-1.4 copy") for number in range(21)]
    sent = {"version": row.version, "statement": "As before.", "documents": papers}

    answer = as_(make_principal(hospital.party)).post(reverse("institutions:apply", args=[row.pk]), sent)

    assert (answer.status_code, again(row).state, StoredFile.objects.count()) == (422, "due", 0)
    assert "At most 20 files" in answer.content.decode()


def test_who_has_applied_and_works_elsewhere_now_reads_no_documents(as_, row, hospital, district, keeper, files_folder):
    principal = make_principal(hospital.party)
    sent = {"version": row.version, "statement": "As before.", "documents": SimpleUploadedFile("a.pdf", b"%PDF-1.4 a")}
    as_(principal).post(reverse("institutions:apply", args=[row.pk]), sent)
    paper = StoredFile.objects.get()
    assert [files.readable(by, public_id=paper.public_id) for by in (principal, keeper)] == [paper, paper]

    principal.party = make_institution(region=district).party

    with pytest.raises((Http404, PermissionDenied)):
        files.readable(principal, public_id=paper.public_id)


def test_who_does_not_apply_anew_loses_the_licence_after_the_suspension(suspended, keeper, leader, hospital):
    with pytest.raises(PermissionDenied):  # has reviewed it
        conclude_verification(again(suspended), conclusion="cancelled", reason="Silent", by=keeper, at=AFTER)
    with pytest.raises(Refused, match="time to apply anew"):
        conclude_verification(again(suspended), conclusion="cancelled", reason="Silent", by=leader, at=LAST_DAY)
    row = again(suspended)
    assert ["cancel" in verbs_open(row, by=leader, at=at) for at in (LAST_DAY, AFTER)] == [False, True]

    conclude_verification(row, conclusion="cancelled", reason="Silent", by=leader, at=AFTER)

    hospital.refresh_from_db()
    assert (hospital.state, again(row).state) == ("closed", "cancelled")
    assert Obligation.objects.get(kind="verify.again").state == "cancelled"
