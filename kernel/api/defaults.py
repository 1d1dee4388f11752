"""What the REST framework asks for by name: who is asked, pages by cursor, filters that must be known."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework import authentication, exceptions, pagination, permissions
from rest_framework.utils.urls import replace_query_param

from kernel.keyset import NoPlace, slice_of


class SessionAuthentication(authentication.SessionAuthentication):
    """The portal's own log-in; without it, or once it has ended, the answer is 401."""

    def authenticate_header(self, request):
        return "Session"

    def enforce_csrf(self, request):
        try:
            super().enforce_csrf(request)
        except exceptions.PermissionDenied:
            raise exceptions.PermissionDenied(
                _("The request carries no valid CSRF token: send the cookie's value as X-CSRFToken.")
            ) from None


class ActingRequired(permissions.BasePermission):
    """A log-in and an acting unit."""

    message = _("Your account has no valid role today. Ask the system administrator.")

    def has_permission(self, request, view):
        return request.acting is not None


class KeysetPagination(pagination.CursorPagination):
    """Pages by cursor, sliced by the view's `order` (kernel/keyset.py), however many rows share its first column."""

    page_size_query_param = "page_size"
    max_page_size = 500
    invalid_cursor_message: Any = _("This cursor was not made here. Start again from the first page.")

    def get_page_size(self, request):
        asked = request.query_params.get(self.page_size_query_param)
        if asked is None:
            return self.page_size
        if not (asked.isascii() and asked.isdigit() and 0 < len(asked) < 10 and int(asked)):
            raise exceptions.ValidationError({self.page_size_query_param: [_("A whole number from 1 to 500.")]})
        return min(int(asked), self.max_page_size)

    def paginate_queryset(self, queryset, request, view=None):
        self.address = request.build_absolute_uri()
        direction, _dash, place = request.query_params.get(self.cursor_query_param, "").partition("-")
        if (direction, bool(place)) not in {("", False), ("after", True), ("before", True)}:
            self.refuse_cursor()
        places = {direction: place} if place else {}
        try:
            self.found = slice_of(queryset, view.order, size=self.get_page_size(request), **places)
        except NoPlace:
            self.refuse_cursor()
        return self.found.rows

    def refuse_cursor(self):
        raise exceptions.ValidationError({self.cursor_query_param: [self.invalid_cursor_message]})

    def get_next_link(self):
        return self.link("after", self.found.after)

    def get_previous_link(self):
        return self.link("before", self.found.before)

    def link(self, direction: str, place: str) -> str | None:
        return replace_query_param(self.address, self.cursor_query_param, f"{direction}-{place}") if place else None


class StrictFilterBackend(DjangoFilterBackend):
    """The filters that the pages use too; a parameter that is none of them is refused, never ignored."""

    def filter_queryset(self, request, queryset, view):
        paging = {KeysetPagination.cursor_query_param, KeysetPagination.page_size_query_param}
        unknown = set(request.query_params) - set(view.filterset_class.base_filters) - paging
        if unknown:
            raise exceptions.ValidationError({name: [_("There is no such parameter.")] for name in sorted(unknown)})
        return super().filter_queryset(request, queryset, view)
