"""The admin site itself."""

from unfold.sites import UnfoldAdminSite


class PortalAdminSite(UnfoldAdminSite):
    """Entered by the four administrators; the log-in is the portal's own."""

    def has_permission(self, request):
        return request.acting is not None and request.acting.has_perm("kernel.enter_admin")
