"""Every address of the portal."""

from django.contrib import admin
from django.urls import include, path, re_path
from django.views.i18n import set_language

from kernel.pages import open_view
from oversight import health, views

handler400 = "kernel.errors.bad_request"
handler403 = "kernel.errors.permission_denied"
handler404 = "kernel.errors.page_not_found"
handler500 = "kernel.errors.server_error"

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search_page, name="search"),
    path("language/", open_view(set_language), name="set_language"),
    path("healthz", open_view(health.healthz), name="healthz"),
    path("account/password/reset/", open_view(views.forgotten), name="forgotten_password"),
    re_path(r"^account/(?:email|confirm-email|login/code|password/set|password/reset)", open_view(views.closed)),
    path("account/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("api/", include("oversight.api")),
    path("agencies/", include("agencies.urls")),
    path("tasks/", include("tasks.urls")),
    path("meetings/", include("meetings.urls")),
    path("duties/", include("obligations.urls")),
    path("reports/", include("reports.urls")),
    path("notices/", include("notices.urls")),
    path("events/", include("events.urls")),
    path("institutions/", include("institutions.urls")),
    path("", include("practitioners.urls")),
    path("", include("commitments.urls")),
    path("self-inspections/", include("inspections.urls")),
    path("disclosure/", include("disclosure.urls")),
    path("open/e/", include("institutions.open_urls")),
    path("open/", include("disclosure.open_urls")),
    path("", include("kernel.urls")),
]
