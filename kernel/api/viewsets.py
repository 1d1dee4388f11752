"""The base of the REST API's view sets: scope, one query a list, and the version behind ETag and If-Match."""

import zlib
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone
from django.utils.http import parse_etags
from rest_framework import viewsets
from rest_framework.decorators import action
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from kernel.access import require
from kernel.api.problems import PreconditionFailed, PreconditionRequired
from kernel.models import Editable

PUBLIC_ID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"  # in an address


class ScopedViewSet(viewsets.GenericViewSet):
    """Rows that the acting unit sees, filtered as on the pages; a single row: in scope, else shared, else 404.

    The entity tag of a row is its version and a checksum of what is shown: `"3-9a0b1c2d"`.
    """

    model: Any = None
    filterset_class: Any = None
    request: Any
    order: tuple[str, ...] = ("pk",)
    shares_only_from_elsewhere = True  # False: what is shared is told apart even where it lies in the scope too

    def get_queryset(self):
        if getattr(self, "swagger_fake_view", False):
            return self.model.objects.none()
        return self.model.objects.visible_to(self.may_view())

    def shared_rows(self):
        """What is another territory's, and shared with the acting unit or partly its work."""
        rows = self.model.objects
        if not hasattr(rows.none(), "shared_with"):
            return rows.none()
        shared = rows.shared_with(self.may_view())
        if not self.shares_only_from_elsewhere:
            return shared
        return rows.filter(pk__in=shared.values("pk")).exclude(pk__in=self.get_queryset().values("pk"))

    def may_view(self):
        """The acting unit, if it may read such rows at all."""
        by = self.request.acting
        if not by.has_perm(f"{self.model._meta.app_label}.view_{self.model._meta.model_name}"):
            raise PermissionDenied
        return by

    def values(self, queryset, *more: str):
        serializer: Any = self.get_serializer_class()
        names = [name.lstrip("-") for name in ("pk", *self.order, *more, *serializer.columns())]
        return queryset.annotate(**serializer.annotations()).values(*dict.fromkeys(names))

    def list(self, request, *args, **kwargs):
        return self.page_of(self.get_queryset())

    def page_of(self, queryset) -> Response:
        rows = self.paginate_queryset(self.values(self.filter_queryset(queryset)))
        return self.get_paginated_response(self.get_serializer(rows, many=True).data)

    def retrieve(self, request, *args, **kwargs):
        version = ("version",) if issubclass(self.model, Editable) else ()
        return self.answer(self.reach(lambda rows: self.values(rows, *version)))

    def get_object(self, perm: str = ""):
        """The row to act on, for whoever has the right; the client says which version it has seen, by If-Match."""
        row = self.reach(lambda rows: rows)
        if perm:
            require(self.request.acting, perm, row)
        if isinstance(row, Editable):
            row.version = seen_version(self.request, row.version)
        return row

    def done(self, deed, perm: str, shape=None) -> Response:
        """The row as it is after a step, taken with what was sent in that shape; 403 without the right."""
        row = self.get_object(perm)
        deed(row, by=self.request.acting, at=timezone.now(), **(sent(self.request, shape) if shape else {}))
        return self.retrieve(self.request)

    def answer_made(self, key: str, *, is_new: bool) -> Response:
        """What a request has made: 201; or 200 when one with its key had made it before, 404 where it is out of reach
        by now."""
        name = self.lookup_url_kwarg or self.lookup_field
        self.kwargs[name] = key
        shown = self.reach(self.values)
        headers = {"Location": self.reverse_action("detail", kwargs={name: key})}
        return Response(self.get_serializer(shown).data, status=201 if is_new else 200, headers=headers)

    def reach(self, read):
        lookup = {self.lookup_field: self.kwargs[self.lookup_url_kwarg or self.lookup_field]}
        for rows in (self.get_queryset, self.shared_rows):
            if row := read(rows().filter(**lookup)).first():
                return row
        raise Http404

    def answer(self, row: dict) -> Response:
        """One row with its entity tag; 304 when the client has it already."""
        data = self.get_serializer(row).data
        tag = f'"{row.get("version", 0)}-{zlib.crc32(JSONRenderer().render(data)):08x}"'
        known = [seen.removeprefix("W/") for seen in parse_etags(self.request.headers.get("If-None-Match", ""))]
        if tag in known or "*" in known:
            return Response(status=304, headers={"ETag": tag})
        return Response(data, headers={"ETag": tag})


class SharedViewSet(ScopedViewSet):
    """Rows that other territories share with the acting unit have a list of their own, beside that of the scope."""

    @action(detail=False)
    def shared(self, request):
        """What belongs to another territory, and is shared with the acting unit or partly its work."""
        return self.page_of(self.shared_rows())


def sent(request, serializer_class) -> dict:
    """The body of a request in the shape of the serializer; 400 with a sentence for each field that is wrong."""
    serializer = serializer_class(data=request.data)
    serializer.is_valid(raise_exception=True)
    return serializer.validated_data


def seen_version(request, current: int) -> int:
    """The version of If-Match, if it is the current one; 428 without the header, 412 when the row has moved on."""
    if "If-Match" not in request.headers:
        raise PreconditionRequired
    tags = [tag.removeprefix("W/").strip('"') for tag in parse_etags(request.headers["If-Match"])]
    if "*" not in tags and str(current) not in [tag.partition("-")[0] for tag in tags]:
        raise PreconditionFailed
    return current
