"""The part of practitioners in the access table."""

from datetime import date

from practitioners.enums import Profession
from tests.access.roles import ADMINS_OF_BUSINESS, BUSINESS, KEEPERS, AdminPages, Page
from tests.factories import make_card, make_practitioner, make_registration


def make_rows(place) -> dict:
    """A nurse of each place, with a registration that ends."""
    practitioner = make_practitioner(
        region=place.region, name=f"Nurse-{place.mark}", profession=Profession.NURSE, id_number=make_card()
    )  # fmt: skip
    registration = make_registration(
        practitioner, institution=place.rows["institution"], scope=f"Scope-{place.mark}", valid_to=date(2027, 1, 1)
    )
    doctor = make_practitioner(region=place.region, name=f"Doctor-{place.mark}")
    assessment, wrong_assessment = (
        doctor.assessments.create(held_on=date(2026, 1, day), result="passed") for day in (1, 2)
    )
    return {
        "practitioner": practitioner, "registration": registration, "assessment": assessment,
        "wrong_assessment": wrong_assessment,
    }  # fmt: skip


COMMISSION = BUSINESS - {"police"}
UNMASKS = {"handler", "reviewer", "leader"}
MAY = {
    "practitioners.change_practitioner": KEEPERS,
    "practitioners.add_registration": KEEPERS,
    "practitioners.change_registration": KEEPERS,
    "practitioners.end_registration": KEEPERS,
    "practitioners.keep_assessment": KEEPERS,
    "practitioners.apply_extension": KEEPERS,
    "practitioners.unmask": UNMASKS,
}
ANYWHERE = {
    "practitioners.view_practitioner": BUSINESS,
    "practitioners.view_numbers": COMMISSION,
    "practitioners.view_assessment": COMMISSION,
}
ABOUT = {
    "practitioners.change_practitioner": "practitioner",
    "practitioners.add_registration": "institution",
    "practitioners.change_registration": "registration",
    "practitioners.end_registration": "registration",
    "practitioners.keep_assessment": "assessment",
    "practitioners.apply_extension": "registration",
    "practitioners.unmask": "practitioner",
}
SEEN_BY = {
    **dict.fromkeys(["practitioners.Practitioner", "practitioners.Registration"], BUSINESS),
    "practitioners.Assessment": COMMISSION,
}
PAGES = {
    "practitioners:practitioners": Page(BUSINESS),
    "practitioners:practitioner": Page(BUSINESS, "practitioner"),
    "practitioners:people": Page(BUSINESS, "institution"),
    "practitioners:find": Page(KEEPERS),
    "practitioners:table": Page(KEEPERS),
    "practitioners:template": Page(KEEPERS),
    "practitioners:create": Page(KEEPERS, "institution"),
    "practitioners:register": Page(KEEPERS, "institution"),
    "practitioners:edit": Page(KEEPERS, "practitioner"),
    "practitioners:unmask": Page(UNMASKS, "practitioner"),
    "practitioners:assess": Page(KEEPERS, "practitioner"),
    "practitioners:remove_assessment": Page(KEEPERS, "wrong_assessment", post=True),
    "practitioners:change_registration": Page(KEEPERS, "registration"),
    "practitioners:extend": Page(KEEPERS, "registration"),
    "practitioners:end": Page(KEEPERS, "registration"),
    "practitioners:cancel": Page(KEEPERS, "registration"),
    "practitioners:apply": Page(KEEPERS, "registration", post=True),
    "api:practitioner-list": Page(BUSINESS),
    "api:practitioner-shared": Page(BUSINESS),
    "api:practitioner-find": Page(KEEPERS, post=True),
    "api:practitioner-detail": Page(BUSINESS, "practitioner"),
    "api:practitioner-unmask": Page(UNMASKS, "practitioner", post=True),
    "api:assessment-list": Page(COMMISSION),
    "api:assessment-shared": Page(COMMISSION),
    "api:assessment-detail": Page(COMMISSION, "assessment"),
    "api:registration-list": Page(BUSINESS),
    "api:registration-shared": Page(BUSINESS),
    "api:registration-detail": Page(BUSINESS, "registration"),
    "api:registration-apply": Page(KEEPERS, "registration", post=True),
    "api:registration-extend": Page(KEEPERS, "registration", post=True),
    "api:registration-end": Page(KEEPERS, "registration", post=True),
    "api:registration-cancel": Page(KEEPERS, "registration", post=True),
}
ADDRESS = {"practitioner": lambda row: {"public_id": row.party.public_id}}
ELSEWHERE = {"practitioners:check": "own jobs; tests/practitioners/test_tables.py"}
ADMIN = dict.fromkeys(
    ["practitioners.Practitioner", "practitioners.Registration", "practitioners.Assessment"],
    AdminPages(ADMINS_OF_BUSINESS),
)
