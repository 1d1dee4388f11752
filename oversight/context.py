"""What every page shows around its content: the menu and the acting unit."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.enums import INSTITUTION_ROLES
from agencies.services.demonstration import demonstration_accounts
from kernel.requests import PortalRequest
from notices.services import reading

MENU = [  # group: (url name, words, icon, permission)
    (
        "",
        [
            ("reports:dashboard", pgettext_lazy("menu", "Dashboard"), "layout-dashboard", "reports.view_dashboard"),
            ("reports:home", pgettext_lazy("menu", "Own tasks"), "home", "reports.view_own_tasks"),
            ("reports:bulletins", pgettext_lazy("menu", "Bulletins"), "file-text", "reports.view_bulletin"),
        ],
    ),
    (
        pgettext_lazy("menu group", "Duties"),
        [
            ("obligations:mine", pgettext_lazy("menu", "Duties of the unit"), "clock", "obligations.view_obligation"),
            (
                "obligations:calendar",
                pgettext_lazy("menu", "Calendar"),
                "calendar-event",
                "obligations.view_obligation",
            ),
            ("obligations:overdue", pgettext_lazy("menu", "Overdue"), "bell-ringing", "obligations.view_overdue"),
            (
                "obligations:orders",
                pgettext_lazy("menu", "Supervision orders"),
                "clipboard-text",
                "obligations.view_supervisionorder",
            ),
            (
                "obligations:extensions",
                pgettext_lazy("menu", "Requests for more time"),
                "hourglass",
                "obligations.decide_extension",
            ),
        ],
    ),
    (
        pgettext_lazy("menu group", "Tasks"),
        [
            ("tasks:matrix", pgettext_lazy("menu", "Responsibility matrix"), "table", "tasks.view_task"),
            ("tasks:tasks", pgettext_lazy("menu", "Task list"), "list-check", "tasks.view_task"),
            ("tasks:drafts", pgettext_lazy("menu", "Plan import"), "file-import", "tasks.import_plan"),
            ("tasks:entries", pgettext_lazy("menu", "Progress entries"), "pencil", "tasks.view_progressentry"),
            ("tasks:assignments", pgettext_lazy("menu", "Who does what"), "users", "tasks.assign_work"),
            ("meetings:meetings", pgettext_lazy("menu", "Meetings"), "calendar-event", "meetings.view_meeting"),
        ],
    ),
    (
        pgettext_lazy("menu group", "To the public"),
        [("disclosure:publications", pgettext_lazy("menu", "Publications"), "world", "disclosure.view_publication")],
    ),
    (
        pgettext_lazy("menu group", "Supervision"),
        [
            (
                "institutions:institutions",
                pgettext_lazy("menu", "Register of institutions"),
                "building-hospital",
                "institutions.view_institution",
            ),
            (
                "institutions:changes",
                pgettext_lazy("menu", "Change requests"),
                "pencil",
                "institutions.view_changerequest",
            ),
            (
                "institutions:verifications",
                pgettext_lazy("menu", "Licence verification"),
                "circle-check",
                "institutions.view_verification",
            ),
            (
                "institutions:objects",
                pgettext_lazy("menu", "Other supervised objects"),
                "building",
                "institutions.view_supervisedobject",
            ),
            (
                "practitioners:practitioners",
                pgettext_lazy("menu", "Practitioners"),
                "users",
                "practitioners.view_practitioner",
            ),
            ("commitments:board", pgettext_lazy("menu", "Commitments"), "user-check", "commitments.view_commitment"),
            ("events:parties", pgettext_lazy("menu", "Parties and events"), "file-search", "events.view_event"),
        ],
    ),
    (
        pgettext_lazy("menu group", "Self-inspection"),
        [
            (
                "inspections:reports",
                pgettext_lazy("menu", "Self-inspections"),
                "clipboard-text",
                "inspections.view_selfinspection",
            ),
            (
                "inspections:programmes",
                pgettext_lazy("menu", "Self-inspection programmes"),
                "calendar-event",
                "inspections.view_programme",
            ),
            (
                "inspections:specials",
                pgettext_lazy("menu", "Special self-inspections"),
                "bell-ringing",
                "inspections.view_round",
            ),
            (
                "inspections:checklists",
                pgettext_lazy("menu", "Self-inspection checklists"),
                "list-check",
                "inspections.view_checklist",
            ),
        ],
    ),
    (
        pgettext_lazy("menu group", "Agencies"),
        [("agencies:agencies", pgettext_lazy("menu", "Agencies"), "building", "agencies.view_agency")],
    ),
    (
        pgettext_lazy("menu group", "Administration"),
        [
            ("agencies:people", pgettext_lazy("menu", "People and accounts"), "users", "agencies.view_user"),
            (
                "institutions:accounts",
                pgettext_lazy("menu", "Accounts of institutions"),
                "building-hospital",
                "agencies.add_user",
            ),
            (
                "institutions:account_requests",
                pgettext_lazy("menu", "Requests for accounts"),
                "file-text",
                "institutions.view_accountrequest",
            ),
            ("agencies:emergency", pgettext_lazy("menu", "Emergency rights"), "key", "agencies.view_emergencygrant"),
            ("notices:messages", pgettext_lazy("menu", "Messages sent out"), "send", "notices.view_message"),
            ("kernel:audit", pgettext_lazy("menu", "Audit trail"), "history", "kernel.view_audit"),
            ("admin:index", pgettext_lazy("menu", "Administration"), "settings", "kernel.enter_admin"),
        ],
    ),
]

INSTITUTION_MENU = [  # the same, of those who work in an institution: shorter, and in their own words (ux 3)
    ("", [("reports:institution", pgettext_lazy("menu", "To be done"), "home", "reports.view_own_institution")]),
    (
        pgettext_lazy("menu group", "Own institution"),
        [
            (
                "institutions:institutions",
                pgettext_lazy("menu", "Own record"),
                "building-hospital",
                "institutions.view_institution",
            ),
            (
                "practitioners:practitioners",
                pgettext_lazy("menu", "Own practitioners"),
                "users",
                "practitioners.view_practitioner",
            ),
            (
                "institutions:changes",
                pgettext_lazy("menu", "Change requests"),
                "pencil",
                "institutions.view_changerequest",
            ),
            ("commitments:board", pgettext_lazy("menu", "Commitments"), "user-check", "commitments.view_commitment"),
            (
                "institutions:verifications",
                pgettext_lazy("menu", "Licence verification"),
                "circle-check",
                "institutions.view_verification",
            ),
            (
                "inspections:reports",
                pgettext_lazy("menu", "Self-inspections"),
                "clipboard-text",
                "inspections.view_selfinspection",
            ),
            ("events:parties", pgettext_lazy("menu", "What is recorded about us"), "file-search", "events.view_event"),
        ],
    ),
    (
        pgettext_lazy("menu group", "Duties"),
        [
            ("obligations:mine", pgettext_lazy("menu", "Duties of the unit"), "clock", "obligations.view_obligation"),
            (
                "obligations:calendar",
                pgettext_lazy("menu", "Calendar"),
                "calendar-event",
                "obligations.view_obligation",
            ),
            (
                "obligations:orders",
                pgettext_lazy("menu", "Supervision orders"),
                "clipboard-text",
                "obligations.view_supervisionorder",
            ),
        ],
    ),
]


def menu(request: PortalRequest) -> list[dict]:
    """The groups with the entries that the acting unit may open: [{label, items: [{url, label, icon, current}]}]."""
    by = request.acting
    groups = []
    for label, entries in INSTITUTION_MENU if by.role in INSTITUTION_ROLES else MENU:
        items = [
            {"url": reverse(name), "label": words, "icon": icon, "current": request.path == reverse(name)}
            for name, words, icon, perm in entries
            if by.has_perm(perm)
        ]
        if items:
            groups.append({"label": label, "items": items})
    return groups


def demo_accounts() -> list[dict]:
    """The accounts of the try-out with their printed password: [{username, label, password}]; nothing without DEBUG."""
    if not settings.DEBUG:
        return []
    from oversight.demo import PASSWORD  # the demonstration's loader is no part of a real portal

    return [account | {"password": PASSWORD} for account in demonstration_accounts()]


def shell(request: PortalRequest) -> dict:
    """Variables of base.html; an error before the acting unit is known gets the bare shell."""
    acting: Any = getattr(request, "acting", None)
    return {
        "product": _("Healthcare oversight portal"),
        "acting": acting,
        "unread_notices": lambda: reading.unread_count(acting, at=timezone.now()),  # asked where the bell is drawn
        "memberships": getattr(request, "memberships", []),
        "menu": menu(request) if acting else [],
        "demo_accounts": demo_accounts,  # asked only by the log-in page
        "session_ends_in": (settings.IDLE_MINUTES - 1) * 60 if acting else None,  # its use is kept once a minute
    }
