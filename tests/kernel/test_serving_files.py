"""A file is handed out after the question who may read it."""

from datetime import UTC, datetime

import pytest
from django.http import Http404

from kernel import files
from kernel.models import AuditRow
from tests.factories import make_agency, make_membership, make_region
from tests.kernel.pictures import photo

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 4, tzinfo=UTC)


@files.readable_by("test.own")
def owner_only(by, file):
    return by.user_id == file.owner_id


@pytest.fixture
def by(settings, tmp_path, client):
    settings.MEDIA_ROOT = tmp_path
    membership = make_membership()
    client.force_login(membership.user)
    return membership


def keep(content=b"%PDF-1.7 x", *, by, name="检查记录.pdf"):
    return files.store(content, name=name, purpose="test.own", by=by, at=AT)


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def test_a_pdf_opens_in_the_browser_under_its_chinese_name(client, by):
    row = keep(by=by)

    response = client.get(row.get_absolute_url())

    assert body(response) == b"%PDF-1.7 x"
    assert response["Content-Disposition"] == ("inline; filename*=utf-8''%E6%A3%80%E6%9F%A5%E8%AE%B0%E5%BD%95.pdf")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-cache" in response["Cache-Control"]


def test_other_kinds_are_saved_and_so_is_a_pdf_on_demand(client, by):
    text, pdf = keep(b"<script>alert(1)</script>", by=by, name="x.html"), keep(by=by)

    saved, asked = client.get(text.get_absolute_url()), client.get(f"{pdf.get_absolute_url()}?download")

    assert (saved["Content-Type"], saved["Content-Disposition"]) == (
        "text/plain",
        'attachment; filename="x.html.txt"',
    )
    assert asked["Content-Disposition"].startswith("attachment")
    assert (body(saved), body(asked)) == (b"<script>alert(1)</script>", b"%PDF-1.7 x")


def test_reading_is_noted(client, by):
    row = keep(by=by)

    body(client.get(row.get_absolute_url()))

    noted = AuditRow.objects.filter(action="N").order_by("-pk").first()
    assert (noted.table_name, noted.row_id, noted.user_id, noted.membership_id) == (
        "file_read",
        str(row.public_id),
        by.user_id,
        by.pk,
    )
    assert noted.region_path == by.region_path


def test_what_the_browser_has_is_not_sent_again(client, by):
    row = keep(by=by)

    response = client.get(row.get_absolute_url(), headers={"If-None-Match": f'"{row.sha256}"'})

    assert response.status_code == 304


def test_a_colleague_without_the_right_gets_403_and_another_district_404(client, by):
    colleague = make_membership(agency=by.party.agency)
    stranger = make_membership(agency=make_agency(region=make_region()))
    theirs, elsewhere = keep(by=colleague), keep(by=stranger)

    for address in ("", "thumbnail/"):
        assert client.get(theirs.get_absolute_url() + address).status_code == 403
        assert client.get(elsewhere.get_absolute_url() + address).status_code == 404


def test_a_rule_may_admit_from_outside_the_territory(by):
    row = keep(by=make_membership(agency=make_agency(region=make_region())))
    row.owner = by.user
    row.save()

    assert files.readable(by, pk=row.pk) == row


def test_nobody_reads_what_has_no_rule(by):
    row = keep(by=by)
    row.purpose = "test.gone"
    row.region_path = ""
    row.save()

    with pytest.raises(Http404):
        files.readable(by, pk=row.pk)


def test_without_a_login_the_way_leads_to_the_login_page(client, by):
    row = keep(by=by)
    client.logout()

    assert client.get(row.get_absolute_url()).status_code == 302


def test_a_picture_has_a_small_view(client, by):
    row = keep(photo(), by=by, name="现场.jpg")

    response = client.get(f"{row.get_absolute_url()}thumbnail/")

    assert (response["Content-Type"], body(response)[:3]) == ("image/jpeg", b"\xff\xd8\xff")


def test_bytes_that_are_missing_are_said_to_be(client, by, caplog):
    row = keep(by=by)
    files.path_of(row).unlink()

    response = client.get(row.get_absolute_url())

    assert response.status_code == 503
    assert "missing" in caplog.text
