"""What is, or was, public about an institution."""

from django.http import HttpResponse
from django.utils import timezone

from disclosure.models import Publication
from disclosure.services import register
from institutions.models import Institution
from kernel.pages import KeysetListView, reach
from kernel.requests import PortalRequest


class Publications(KeysetListView):
    """The newest decision first. What is no longer public is told as the public page tells it: without its contents."""

    model, order, perm = Publication, ("-formed_on", "-pk"), "institutions.view_institution"
    related = ("agency__party",)
    part, page = "institutions/_publications.html", "institutions/publications.html"

    def get(self, request: PortalRequest, **kwargs) -> HttpResponse:
        self.institution, self.today = (
            reach(Institution, request, party__public_id=kwargs["public_id"]),
            timezone.localdate(),
        )
        return super().get(request, **kwargs)

    def rows(self):
        return register.once_public(self.institution.pk, today=self.today)

    def context(self, **context) -> dict:
        by = self.request.acting
        shown = [register.as_shown(row, today=self.today) for row in context["page_obj"]]
        opens = [by.has_perm("disclosure.view_publication", row.publication) for row in shown]
        return context | {"institution": self.institution, "lines": list(zip(shown, opens, strict=True))}


publications = Publications.as_view()
