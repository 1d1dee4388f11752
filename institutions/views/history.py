"""What was done to an institution's record."""

from django.http import HttpResponse

from institutions.history import history_of, in_words
from institutions.models import Institution
from kernel.models import AuditRow
from kernel.pages import KeysetListView, reach
from kernel.requests import PortalRequest


class History(KeysetListView):
    """The newest first; an institution reads which unit did what, not which person."""

    model, order, perm = AuditRow, ("-at", "-pk"), "institutions.view_institution"
    part, page = "institutions/_history.html", "institutions/history.html"

    def get(self, request: PortalRequest, **kwargs) -> HttpResponse:
        self.institution = reach(Institution, request, party__public_id=kwargs["public_id"])
        return super().get(request, **kwargs)

    def rows(self):
        return history_of(self.institution)

    def context(self, **context) -> dict:
        return context | {
            "institution": self.institution, "told": in_words(context["page_obj"]),
            "names_persons": self.request.acting.is_governmental,
        }  # fmt: skip


history = History.as_view()
