"""Accounts that institutions ask for: the open form, the list and page of those who check papers or open accounts."""

from allauth.core import ratelimit
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.views.accounts import letters
from institutions.forms.accounts import AskAccountForm, RefuseAccountForm
from institutions.lists import account_request_asked
from institutions.models import AccountRequest
from institutions.services import asking as services
from institutions.workflow import ACCOUNT_REQUEST
from kernel.access import require
from kernel.errors import Refused
from kernel.form_pages import form_page, posted, refuse, step_page
from kernel.pages import KeysetListView, needs, open_view, reach
from kernel.requests import PortalRequest

TABS = {
    "open": pgettext_lazy("account requests", "To be done"),
    "over": pgettext_lazy("account requests", "Opened or refused"),
}


@open_view
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Whoever acts for an institution asks for an account, without one."""
    form = AskAccountForm(posted(request), request.FILES if request.method == "POST" else None)
    if form.is_valid():
        try:
            if not ratelimit.consume(request, action="ask_account"):
                raise Refused(_("Too many requests came from your place today. Try again tomorrow."))
            row = services.ask_account(at=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            return redirect("institutions:account_asked", row.public_id)
    return form_page(request, "institutions/ask_account.html", {"form": form})


@open_view
@never_cache
@require_safe
def asked(request: HttpRequest, public_id) -> HttpResponse:
    """What became of a request, for who has its address: no names."""
    row = account_request_asked(public_id)
    if row is None:
        raise Http404
    return render(request, "institutions/account_asked.html", {"row": row})


class AccountRequests(KeysetListView):
    """What is asked for in the territory."""

    model, perm, order = AccountRequest, "institutions.view_accountrequest", ("-pk",)
    related = ("institution__party__region",)
    part, page = "institutions/_account_requests.html", "institutions/account_requests.html"

    @property
    def tab(self) -> str:
        asked = self.request.GET.get("tab", "")
        return asked if asked in TABS else "open"

    def rows(self):
        rows = super().rows()
        return rows.waiting() if self.tab == "open" else rows.over()

    def context(self, **context) -> dict:
        return context | {"tab": self.tab, "tabs": TABS}


account_requests = AccountRequests.as_view()


@needs("institutions.view_accountrequest")
@require_safe
def account_request(request: PortalRequest, pk: int) -> HttpResponse:
    row, by = reach(AccountRequest, request, pk=pk), request.acting
    steps = {step.name for step in ACCOUNT_REQUEST.open_to(by, row)}
    may_read = by.has_perm("institutions.check_account", row)
    return render(request, "institutions/account_request.html", {"row": row, "steps": steps, "may_read": may_read})


@needs("institutions.check_account")
@require_POST
def check_papers(request: PortalRequest, pk: int) -> HttpResponse:
    row = services.check_papers(reach(AccountRequest, request, pk=pk), by=request.acting, at=timezone.now())
    messages.success(request, _("The papers are right. The system administrator opens the account."))
    return redirect(row)


@needs("institutions.check_account")
@require_http_methods(["GET", "POST"])
def refuse_account(request: PortalRequest, pk: int) -> HttpResponse:
    row = reach(AccountRequest, request, pk=pk)
    require(request.acting, "institutions.check_account", row)
    words = {"heading": _("Refuse the request"), "action": _("Refuse the request")}
    context = words | {
        "institution": row.institution, "form": RefuseAccountForm(posted(request)), "back": row.get_absolute_url(),
        "consequence": _("Whoever asked reads your reason. A new request can be made."),
    }  # fmt: skip
    done = _("The request was refused.")
    return step_page(request, "institutions/form.html", context, row=row, deed=services.refuse_account, done=done)


@never_cache
@needs("institutions.open_account")
@require_POST
def open_account(request: PortalRequest, pk: int) -> HttpResponse:
    """Its answer is the letter with the first password, once."""
    row = reach(AccountRequest, request, pk=pk)
    return letters(request, [services.open_account(row, by=request.acting, at=timezone.now())])
