"""The base of the REST API's view sets: scope, and the version as ETag."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import viewsets
from rest_framework.response import Response


class ScopedViewSet(viewsets.ReadOnlyModelViewSet):
    """Rows that the acting unit sees, filtered as on the pages; a single row carries its version as ETag."""

    model = None
    related: tuple[str, ...] = ()
    order: tuple[str, ...] = ("pk",)
    view_perm = ""

    @property
    def acting(self):
        return self.request._request.acting

    def get_queryset(self):
        if not self.acting.has_perm(self.view_perm):
            raise PermissionDenied
        return self.model.objects.visible_to(self.acting).select_related(*self.related)

    def get_object(self):
        """In scope, else shared, else 404."""
        lookup = {self.lookup_field: self.kwargs[self.lookup_field]}
        row = self.get_queryset().filter(**lookup).first()
        if row is None and hasattr(self.model.objects.none(), "shared_with"):
            row = self.model.objects.shared_with(self.acting).select_related(*self.related).filter(**lookup).first()
        if row is None:
            raise Http404
        return row

    def retrieve(self, request, *args, **kwargs):
        row = self.get_object()
        response = Response(self.get_serializer(row).data)
        if (version := getattr(row, "version", None)) is not None:
            response["ETag"] = f'"{version}"'
            if request.headers.get("If-None-Match") == response["ETag"]:
                return Response(status=304, headers={"ETag": response["ETag"]})
        return response
