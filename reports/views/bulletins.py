"""The pages of bulletins: the list, making one, reading it, its words, its signature, and its files."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kernel.access import require
from kernel.errors import Refused
from kernel.form_pages import done_once, form_page, refuse, step_page
from kernel.pages import KeysetListView, needs, reach
from kernel.requests import PortalRequest
from reports.drawing.parts import parts_of
from reports.drawing.sending import answer_with
from reports.filters import BulletinFilters
from reports.forms import BulletinForm, MakeForm, TemplateForm
from reports.lists import asking, bulletins
from reports.models import Bulletin
from reports.services import bulletins as services
from reports.services.wording import PLACEHOLDERS
from reports.workflow import BULLETIN


class Bulletins(KeysetListView):
    """What the unit may read: of its territory, or of plans in which it has a part."""

    model, filterset, related, order = Bulletin, BulletinFilters, ("plan", "issuer"), ("-as_of", "-pk")
    part, page, perm = "reports/bulletins/_bulletins.html", "reports/bulletins/bulletins.html", "reports.view_bulletin"

    def rows(self):
        return bulletins.readable(self.request.acting)

    def context(self, **context) -> dict[str, Any]:
        by = self.request.acting
        perms = {"may_make": "reports.make_bulletin", "may_word": "reports.change_template"}
        return context | {name: by.has_perm(perm) for name, perm in perms.items()}


bulletin_list = Bulletins.as_view()


@needs("reports.make_bulletin")
@require_http_methods(["GET", "POST"])
def make(request: PortalRequest) -> HttpResponse:
    """Asks for plan and period; what is long is made by a worker."""
    by, at = request.acting, timezone.now()
    plans = asking.plans_of(by)
    plan = asking.chosen_plan(plans, request.GET)
    span = asking.chosen_span(plan, request.GET, at=at)
    spans = bulletins.spans_offered(plan, span, at=at)
    first = {"plan": plan and plan.pk, "period": span.key}
    form = MakeForm(request.POST or None, plans=plans, spans=spans, initial=first)

    def make_now(plan, period, until) -> str:
        return services.make_or_queue(plan, span=period, by=by, at=at, as_of=until).get_absolute_url()

    if form.is_valid():
        done = _("The draft is being made: read it, change its words, and let another person sign it.")
        if answer := done_once(request, form, make_now, done=done):
            return answer
    return form_page(request, "reports/bulletins/make.html", {"form": form, "plans": plans})


@require_safe
def bulletin(request: PortalRequest, public_id) -> HttpResponse:
    """A bulletin as it is sent, with the way to the rows of its figures."""
    row, by = bulletins.whole(reach(Bulletin, request, public_id=public_id)), request.acting
    require(by, "reports.view_bulletin", row)
    context = {
        "bulletin": row, "parts": parts_of(row), "verbs": {step.name for step in BULLETIN.open_to(by, row)},
        "may_change": row.state in BULLETIN["sign"].sources and by.has_perm("reports.change_bulletin", row),
        "figures": bulletins.linked(row, by),
    }  # fmt: skip
    return render(request, "reports/bulletins/bulletin.html", context)


@require_http_methods(["GET", "POST"])
def word(request: PortalRequest, public_id) -> HttpResponse:
    row, by = reach(Bulletin, request, public_id=public_id), request.acting
    require(by, "reports.change_bulletin", row)
    form = BulletinForm(request.POST or None, bulletin=row)
    context: dict[str, Any] = {"bulletin": row, "form": form, "version": row.version}
    if form.is_valid():
        try:
            services.word_bulletin(row, by=by, title=form.cleaned_data["title"], words=form.words)
        except Refused as refusal:
            context |= refuse(form, refusal, recorded=lambda now: {"title": now.title, **now.words})
        else:
            messages.success(request, _("The words are kept. Another person signs them."))
            return redirect(row)
    return form_page(request, "reports/bulletins/word.html", context)


@require_http_methods(["GET", "POST"])
def sign(request: PortalRequest, public_id) -> HttpResponse:
    done = _("The bulletin is signed and has its number. The agencies of the plan can read it.")
    return _step(request, public_id, "sign", services.sign_bulletin, done)


@require_http_methods(["GET", "POST"])
def discard(request: PortalRequest, public_id) -> HttpResponse:
    return _step(request, public_id, "discard", services.discard_bulletin, _("The draft was discarded."))


def _step(request: PortalRequest, public_id, verb: str, deed: Callable[..., Any], done: str) -> HttpResponse:
    row = reach(Bulletin, request, public_id=public_id)
    require(request.acting, BULLETIN[verb].perm, row)
    form = forms.Form(request.POST if request.method == "POST" else None)
    context = {"bulletin": row, "verb": verb, "title": BULLETIN[verb].label, "form": form}
    return step_page(request, "reports/bulletins/step.html", context, row=row, deed=deed, done=done)


@require_safe
def download(request: PortalRequest, public_id, form: str) -> HttpResponse:
    """The bulletin as a file; who took it is kept."""
    row, by = bulletins.whole(reach(Bulletin, request, public_id=public_id)), request.acting
    require(by, "reports.view_bulletin", row)
    return answer_with(row, form)


@needs("reports.change_template")
@require_http_methods(["GET", "POST"])
def template(request: PortalRequest) -> HttpResponse:
    """The words with which the territory's bulletins begin."""
    by = request.acting
    row = bulletins.template_of(by, version=request.POST.get("version"))
    form = TemplateForm(request.POST or None, words=row.words if row else {})
    context: dict[str, Any] = {"form": form, "version": row.version if row else "", "places": PLACEHOLDERS.items()}
    if form.is_valid():
        try:
            services.keep_template(form.words, by=by, at=timezone.now(), shown=row)
        except Refused as refusal:
            context |= refuse(form, refusal, recorded=lambda now: now.words)
        else:
            messages.success(request, _("The words are kept. The next bulletin begins with them."))
            return redirect("reports:bulletins")
    return form_page(request, "reports/bulletins/template.html", context)
