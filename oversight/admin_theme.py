"""How the admin looks (django-unfold): a setting of its own."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

BLUES = {  # by shade, around the portal's own
    "50": "#eef4fa", "100": "#dbe8f5", "200": "#b9d2eb", "300": "#8bb4dc", "400": "#5590c8", "500": "#3274b3",
    "600": "#1d5b9e", "700": "#184c85", "800": "#16406d", "900": "#15355a", "950": "#0d223c",
}  # fmt: skip


def icon(request: HttpRequest) -> str:
    return static("portal/mark.svg")


UNFOLD = {
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": icon}],
    "SITE_TITLE": _("Administration"),
    "SITE_HEADER": _("Administration"),
    "SITE_SYMBOL": "health_and_safety",
    "SHOW_BACK_BUTTON": True,
    "ACCOUNT": {
        "navigation": [
            {"title": _("Portal"), "link": reverse_lazy("home")},
            {"title": _("Log out"), "link": reverse_lazy("account_logout")},
        ]
    },
    "COLORS": {"primary": BLUES},
}
