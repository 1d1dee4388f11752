"""The admin site: entered by the administrators who keep data, each of whom sees what its role keeps."""

from django.contrib.admin.apps import AdminConfig
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext_lazy as _
from unfold.sites import UnfoldAdminSite

POLICY = "; ".join(
    [  # unfold's Alpine evaluates expressions and sets styles; nothing comes from elsewhere here either
        "default-src 'self'",
        "script-src 'self' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)


class PortalAdminSite(UnfoldAdminSite):
    """The log-in is the portal's own; so are the pages for leaving and for passwords."""

    index_title = _("Administration")
    enable_nav_sidebar = True

    def has_permission(self, request):
        return request.acting is not None and request.acting.has_perm("kernel.enter_admin")

    def register(self, model_or_iterable, admin_class=None, **options):
        """Only classes of ours: what packages bring knows neither territories nor roles."""
        from kernel.admin.scoped import ScopedAdmin  # needs the models, which this module is loaded before

        if admin_class is not None and issubclass(admin_class, ScopedAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def admin_view(self, view, cacheable=False):
        """With the admin's policy; an error page is the portal's, and so is its policy."""
        inner = super().admin_view(view, cacheable)

        def with_policy(request, *args, **kwargs):
            response = inner(request, *args, **kwargs)
            response.headers["Content-Security-Policy"] = POLICY
            return response

        return with_policy

    def login(self, request, extra_context=None):
        """Only the portal's own log-in asks for passwords; who is logged in and comes here has no right to enter."""
        if self.has_permission(request):
            return redirect("admin:index")
        raise PermissionDenied

    def logout(self, request, extra_context=None):
        return redirect("account_logout")

    def password_change(self, request, extra_context=None):
        return redirect("account_change_password")

    def get_urls(self):
        """Without Django's redirect to a record's page, which tells of any row whether it exists."""
        return [path("r/<path:record>", self.admin_view(self.search)), *super().get_urls()]

    def search(self, request, extra_context=None, **record):
        """The menu is short; unfold would keep its answers without asking who acts."""
        raise Http404


class PortalAdminConfig(AdminConfig):
    default_site = "oversight.admin_site.PortalAdminSite"
