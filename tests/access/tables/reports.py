from django.utils import timezone

from agencies.enums import Role
from reports.enums import BulletinState
from tests.access.roles import ADMINS_OF_BUSINESS, BUSINESS, AdminPages, Page
from tests.factories import make_bulletin, make_membership, make_template

COORDINATORS = BUSINESS - {"police"}
MAKERS = {"handler", "reviewer", "leader"}
SIGNERS = {"reviewer", "leader"}


def make_rows(place) -> dict:
    """A draft of the commission, made by somebody whom the table does not know, and what the police may read too."""
    by = make_membership(agency=place.commission, role=Role.HANDLER)
    told = make_bulletin(
        by=by, plan=place.rows["plan"], title=f"Told-{place.mark}", period="2026Q2", state=BulletinState.FINAL,
        number=f"Number-{place.mark}",
    )  # fmt: skip
    return {
        "bulletin": make_bulletin(by=by, plan=place.rows["plan"], title=f"Bulletin-{place.mark}"), "told": told,
        "template": make_template(by=by, opening=f"Opening-{place.mark} {timezone.now():%Y}"),
    }  # fmt: skip


MAY = {
    "reports.make_bulletin": MAKERS,
    "reports.view_bulletintemplate": COORDINATORS,
}
ABOUT = {
    "reports.make_bulletin": "plan",
    "reports.view_bulletintemplate": "template",
}
ANYWHERE = {
    "reports.change_bulletin": MAKERS,
    "reports.sign_bulletin": SIGNERS,
    "reports.view_dashboard": COORDINATORS,
    "reports.view_own_tasks": BUSINESS,
    "reports.view_own_institution": set(),
    "reports.view_bulletin": BUSINESS,
    "reports.change_template": SIGNERS,
}
PAGES = {
    "reports:dashboard": Page(COORDINATORS),
    "reports:home": Page(BUSINESS),
    "reports:institution": Page(set()),
    "reports:rows": Page(BUSINESS),
    "reports:definitions": Page(BUSINESS),
    "reports:bulletins": Page(BUSINESS),
    "reports:make_bulletin": Page(MAKERS),
    "reports:template": Page(SIGNERS),
    "reports:bulletin": Page(COORDINATORS, "bulletin"),
    "reports:word_bulletin": Page(MAKERS, "bulletin"),
    "reports:sign_bulletin": Page(SIGNERS, "bulletin"),
    "reports:discard_bulletin": Page(MAKERS, "bulletin"),
    "reports:download_bulletin": Page(BUSINESS, "told", extra=(("form", "docx"),)),
    "api:dashboard-list": Page(COORDINATORS),
    "api:dashboard-duties": Page(BUSINESS),
    "api:bulletin-list": Page(BUSINESS),
    "api:bulletin-shared": Page(BUSINESS),
    "api:bulletin-detail": Page(BUSINESS, "told"),
    "api:bulletin-document": Page(BUSINESS, "told"),
    "api:bulletin-word": Page(MAKERS, "bulletin", post=True),
    "api:bulletin-sign": Page(SIGNERS, "bulletin", post=True),
    "api:bulletin-discard": Page(MAKERS, "bulletin", post=True),
}
ADDRESS = {"bulletin": lambda row: {"public_id": row.public_id}, "told": lambda row: {"public_id": row.public_id}}
SEEN_BY = {"reports.Bulletin": COORDINATORS, "reports.BulletinTemplate": COORDINATORS}
ADMIN = {
    "reports.Bulletin": AdminPages(ADMINS_OF_BUSINESS),
    "reports.BulletinTemplate": AdminPages(ADMINS_OF_BUSINESS),
}
