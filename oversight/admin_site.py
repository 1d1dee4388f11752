"""The admin site: entered by the four administrators, each of whom sees what its role keeps."""

from django.contrib.admin.apps import AdminConfig


class PortalAdminConfig(AdminConfig):
    default_site = "oversight.admin.PortalAdminSite"
