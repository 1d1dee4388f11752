"""The question that every service here asks first."""

from django.core.exceptions import PermissionDenied

from agencies.models import Membership


def require(by: Membership | None, perm: str, obj=None) -> None:
    """Raise PermissionDenied unless `by` may; None is the command line, where whoever runs it has the database."""
    if by is not None and not by.has_perm(perm, obj):
        raise PermissionDenied
