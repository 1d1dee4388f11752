"""The texts of commitments: versions by territory, what counts where, and that none ever changes."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agencies.enums import AgencyKind, Role
from commitments.deadlines import text_for
from commitments.digests import text_digest
from commitments.enums import CommitmentKind
from commitments.models import CommitmentTemplate
from commitments.services.templates import add_template
from kernel.errors import Refused, WrongDay
from tests.factories import make_agency, make_commitment_template, make_membership, make_principal, make_region

pytestmark = pytest.mark.django_db
WORDS = {"title": "Our commitment", "text": "We keep the law."}


@pytest.fixture
def business(keeper):
    return make_membership(agency=keeper.party.agency, role=Role.BUSINESS_ADMIN)


def add(by, **facts):
    now = timezone.now()
    said = {"region": by.party.region, "valid_from": timezone.localdate(now)} | WORDS | facts
    return add_template(CommitmentKind.INSTITUTION, by=by, at=now, **said)


def test_everywhere_there_is_a_text_for_institutions_and_for_their_people():
    rows = CommitmentTemplate.objects.order_by("kind")

    assert [(row.kind, row.region, row.number, row.valid_from) for row in rows] == [
        (kind, None, 1, date(2000, 1, 1)) for kind in ("institution", "practitioner")
    ]
    assert all(row.is_unchanged and "承诺" in row.text for row in rows)


def test_a_new_version_replaces_the_one_before_it_from_its_day_on(business, district):
    today = timezone.localdate()
    first, later = add(business), add(business, text="We do more.", valid_from=today + timedelta(days=10))

    assert [(row.number, row.digest) for row in (first, later)] == [
        (1, text_digest(**WORDS)), (2, text_digest(title="Our commitment", text="We do more.")),
    ]  # fmt: skip
    here = {day: text_for("institution", district.path, on=today + timedelta(days=day)) for day in (-1, 0, 9, 10)}
    usual = CommitmentTemplate.objects.get(kind="institution", region=None)
    assert here == {-1: usual, 0: first, 9: first, 10: later}


def test_the_smallest_territory_counts_and_of_one_day_the_last_version(city):
    district = make_region(parent=city)
    of_city = make_commitment_template(region=city)
    assert text_for("institution", district.path, on=timezone.localdate()) == of_city
    make_commitment_template(region=district, valid_from=date(2020, 1, 1))
    again = make_commitment_template(region=district, number=2, valid_from=date(2020, 1, 1))

    assert text_for("institution", district.path, on=timezone.localdate()) == again
    assert text_for("institution", city.path, on=timezone.localdate()) == of_city
    assert text_for("practitioner", district.path, on=timezone.localdate()).region is None


def test_only_the_commissions_business_administrator_words_it_and_only_for_days_to_come(business, keeper, district):
    police = make_membership(
        agency=make_agency(region=district, kind=AgencyKind.PUBLIC_SECURITY), role=Role.BUSINESS_ADMIN
    )
    for by in (keeper, police, make_membership(agency=make_agency(kind=AgencyKind.HEALTH_COMMISSION))):
        with pytest.raises(PermissionDenied):
            add(by, region=district)
    with pytest.raises(PermissionDenied):
        add(business, region=make_region())
    with pytest.raises(WrongDay):
        add(business, valid_from=timezone.localdate() - timedelta(days=1))
    with pytest.raises(Refused, match="title and its words"):
        add(business, text="  ")

    assert CommitmentTemplate.objects.count() == 2


def test_a_text_never_changes(business):
    row = add(business)

    for deed in (
        lambda: CommitmentTemplate.objects.filter(pk=row.pk).update(text="Something else"),
        lambda: CommitmentTemplate.objects.filter(pk=row.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            deed()


def test_whoever_it_holds_for_reads_it(as_, keeper, city):
    district, other = make_region(parent=city), make_region(parent=city)
    rows = {make_commitment_template(region=region).pk for region in (city, district)}
    hidden = make_commitment_template(region=other)
    commission = make_membership(agency=make_agency(region=district, kind=AgencyKind.HEALTH_COMMISSION))
    clinic = make_principal(make_agency(region=district).party)
    usual = set(CommitmentTemplate.objects.filter(region=None).values_list("pk", flat=True))

    for by in (commission, clinic):
        assert set(CommitmentTemplate.objects.visible_to(by).values_list("pk", flat=True)) == rows | usual
    auditor = make_membership(agency=commission.party.agency, role=Role.AUDIT_ADMIN)
    assert not CommitmentTemplate.objects.visible_to(auditor).exists()
    browser = as_(commission)
    for pk in rows:
        assert browser.get(f"/commitments/texts/{pk}/").status_code == 200
        assert browser.get(f"/api/v1/commitment-templates/{pk}/").status_code == 200
    assert browser.get(hidden.get_absolute_url()).status_code == 404
    assert browser.get(f"/api/v1/commitment-templates/{hidden.pk}/").status_code == 404


def test_the_pages_list_show_and_add(as_, business, keeper, district):
    browser, page = as_(business), reverse("commitments:add_template", args=["practitioner"])
    assert "医务人员依法执业承诺书" in browser.get(page).content.decode()
    said = WORDS | {"valid_from": timezone.localdate().isoformat(), "form_key": str(uuid4())}
    assert browser.post(page, said | {"valid_from": "2020-01-01"}).status_code == 422
    answer = browser.post(page, said)
    row = CommitmentTemplate.objects.get(region=district)

    assert (answer["Location"], row.kind, row.added_by) == (row.get_absolute_url(), "practitioner", business)
    assert row.digest in browser.get(row.get_absolute_url()).content.decode()
    shown = browser.get(reverse("commitments:templates")).content.decode()
    assert "Our commitment" in shown and shown.count("holds here now") == 2
    assert as_(keeper).get(page).status_code == 403
    assert browser.get(reverse("commitments:add_template", args=["other"])).status_code == 404


def test_the_api_lists_and_adds(as_, business, keeper):
    api, at = as_(business), "/api/v1/commitment-templates/"
    said = WORDS | {"kind": "institution", "valid_from": timezone.localdate().isoformat()}
    made = api.post(at, said, content_type="application/json")
    assert (made.status_code, made.json()["number"], made.json()["region_name"]) == (201, 1, "河东区")
    assert api.post(at, said | {"text": ""}, content_type="application/json").status_code == 400
    assert as_(keeper).post(at, said, content_type="application/json").status_code == 403

    rows = api.get(at, {"kind": "institution"}).json()["results"]

    assert [(row["region"] is None, row["title"]) for row in rows] == [
        (True, "医疗机构依法执业承诺书"), (False, "Our commitment"),
    ]  # fmt: skip


def test_many_texts_take_as_many_queries_as_few(as_, keeper, district):
    browser, counts = as_(keeper), []
    for first in (1, 5):
        for number in range(first, first + 4):
            make_commitment_template(region=district, number=number)
        for page in (reverse("commitments:templates"), "/api/v1/commitment-templates/"):
            browser.get(page)
            with CaptureQueriesContext(connection) as queries:
                browser.get(page)
            counts.append(len(queries))

    assert counts[:2] == counts[2:]
