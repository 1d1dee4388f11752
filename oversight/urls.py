"""Every address of the portal."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from kernel.pages import open_view
from oversight import health

handler400 = "kernel.errors.bad_request"
handler403 = "kernel.errors.permission_denied"
handler404 = "kernel.errors.page_not_found"
handler500 = "kernel.errors.server_error"

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="tasks:matrix"), name="home"),
    path("healthz", open_view(health.healthz), name="healthz"),
    path("account/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("api/", include("oversight.api")),
    path("agencies/", include("agencies.urls")),
    path("tasks/", include("tasks.urls")),
    path("", include("kernel.urls")),
]
