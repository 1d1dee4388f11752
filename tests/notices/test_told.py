"""The inbox of each reader and the statement for everybody say the same of who is told."""

from datetime import timedelta
from itertools import product

from django.conf import settings
from django.db import connection
from django.utils import timezone

from agencies.enums import Role
from agencies.models import Membership, Section
from notices.enums import Audience, Lane, roles_json
from notices.models import Notice
from notices.services import open_notice, reading
from notices.sql import statement
from tests.factories import make_agency, make_membership, make_notice, make_user


def test_inbox_and_delivery_tell_the_same(unit):
    now = timezone.now()
    sections = [Section.objects.create(agency=unit, name=name) for name in ("Food", "Drugs")]
    district = make_agency()
    for role, section in product(Role, [*sections, None]):
        make_membership(agency=unit, role=role, section=section)
    supervised = make_user()
    make_membership(agency=district, user=supervised)
    make_membership(agency=unit, user=supervised)
    readers = list(Membership.objects.filter(party=unit.party).select_related("user", "party"))
    persons = [None, readers[0].user, readers[-1].user]
    for audience, section, about, person in product(Audience, [*sections, None], [None, district.party], persons):
        make_notice(to_party=unit.party, audience=audience, section=section, about=about, to_user=person)
    for notice in Notice.objects.visible_to(readers[0])[:3]:
        open_notice(notice, by=readers[0], at=now)

    unread = {(pk, by.user_id) for by in readers for pk in keys(by, now)}

    assert unread and set(told(now)) == unread
    counted = [(reading.unread_count(by, at=now), min(len(keys(by, now)), 100)) for by in readers]
    assert len(set(counted)) > 5 and all(bell == rows for bell, rows in counted)


def keys(by, now):
    return Notice.objects.visible_to(by).unread(by, at=now).values_list("pk", flat=True)


def told(now) -> list[tuple[int, int]]:
    facts = {
        "after": 0, "upto": 10**12, "since": now - timedelta(days=60), "day": timezone.localdate(now),
        "zone": settings.TIME_ZONE, "lanes": list(Lane.values),
        "roles": roles_json(),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT notice_id, user_id FROM ({statement('told')}) t", facts)
        return cursor.fetchall()
