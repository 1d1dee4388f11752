"""A step of a publication: a page that says what comes of it, then the deed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods

from disclosure import services
from disclosure.forms import PublishForm, ReasonForm, RevokedForm, WithdrawalForm
from disclosure.models import Publication
from disclosure.services import reading
from disclosure.workflow import PUBLICATION
from kernel.access import require
from kernel.form_pages import step_page
from kernel.pages import reach
from kernel.requests import PortalRequest


@dataclass(frozen=True)
class Step:
    """How a step is asked for and done.

    title: the page's heading.  comes_of_it: what it leads to, a sentence each.  shows: what was recorded beside what
    the public reads.
    """

    deed: Callable[..., Any]
    perm: str
    title: Any
    comes_of_it: tuple
    done: Any
    form: type[forms.Form] = forms.Form
    shows: bool = False


def _step(name: str, deed: Callable[..., Any], title, comes_of_it: tuple, done, **facts) -> Step:
    return Step(deed, PUBLICATION[name].perm, title, comes_of_it, done, **facts)


STEPS = {
    "submit": _step(
        "submit", services.submit_draft, pgettext_lazy("publication", "Hand in for the checks"),
        (
            gettext_lazy("A reviewer or leader of your agency who did not write it looks at it twice: for what is "
                         "private, then for what is secret."),
            gettext_lazy("It cannot be changed any more unless it is sent back."),
        ),
        gettext_lazy("It was handed in for the checks."), shows=True,
    ),
    "pass_privacy": _step(
        "pass_privacy", services.pass_privacy_check, pgettext_lazy("publication", "Pass the privacy check"),
        (
            gettext_lazy("You say that the right column tells no more of a natural person than the law allows."),
            gettext_lazy("Your name, your unit and the time are kept. The secrecy check is next."),
        ),
        gettext_lazy("The privacy check is passed."), shows=True,
    ),
    "pass_secrecy": _step(
        "pass_secrecy", services.pass_secrecy_check, pgettext_lazy("publication", "Pass the secrecy check"),
        (
            gettext_lazy("You say that it holds no state secret, no commercial secret and nothing internal."),
            gettext_lazy("Your name, your unit and the time are kept. It may be published then."),
        ),
        gettext_lazy("The secrecy check is passed."), shows=True,
    ),
    "return": _step(
        "return", services.return_to_draft, pgettext_lazy("publication", "Send back"),
        (gettext_lazy("It becomes a draft again, and both checks begin anew. The clock runs on."),),
        gettext_lazy("It was sent back."), form=ReasonForm, shows=True,
    ),
    "discard": _step(
        "discard", services.discard_draft, pgettext_lazy("publication", "Discard"),
        (
            gettext_lazy("The draft is put aside for good, and what was recorded is deleted here."),
            gettext_lazy("The duty to publish it is cancelled, with your reason."),
        ),
        gettext_lazy("The draft was discarded."), form=ReasonForm,
    ),
    "publish": _step(
        "publish", services.publish, pgettext_lazy("publication", "Publish"),
        (
            gettext_lazy("Everybody can read the right column from its first public day on, without a log-in; machines "
                         "can fetch it."),
            gettext_lazy("It cannot be changed: what turns out to be wrong has to be withdrawn, which leaves a trace."),
            gettext_lazy("What was recorded unmasked is deleted here."),
            gettext_lazy("The duty to publish it is met."),
        ),
        gettext_lazy("It was published."), form=PublishForm, shows=True,
    ),
    "withdraw": _step(
        "withdraw", services.withdraw, pgettext_lazy("publication", "Withdraw"),
        (
            gettext_lazy("The public can no longer read it, from this moment."),
            gettext_lazy("Its address then says that it was withdrawn, on which day and on which ground. Your own "
                         "words stay inside."),
            gettext_lazy("It cannot be published again: a new draft would be needed."),
        ),
        gettext_lazy("It was withdrawn."), form=WithdrawalForm,
    ),
    "ask_withdrawal": Step(
        services.ask_withdrawal, "disclosure.ask_withdrawal", pgettext_lazy("publication", "Ask for the withdrawal"),
        (
            gettext_lazy("The decision was changed or revoked: its publication has to be withdrawn within 3 working "
                         "days."),
            gettext_lazy("The duty is opened, and the reviewers of your agency are told."),
        ),
        gettext_lazy("The withdrawal was asked for."), form=RevokedForm,
    ),
}  # fmt: skip


@require_http_methods(["GET", "POST"])
def step(request: PortalRequest, public_id, verb: str) -> HttpResponse:
    """Ask, then do: 403 without the right, 409 where the publication has moved on."""
    row, asked = reach(Publication, request, public_id=public_id), STEPS.get(verb)
    if asked is None:
        raise Http404
    require(request.acting, asked.perm, row)
    planned = {"public_from": reading.planned_day(row, on=timezone.localdate())}  # of a step that asks for it
    form = asked.form(request.POST if request.method == "POST" else None, initial=planned)
    context = {
        "publication": row,
        "step": asked,
        "form": form,
        "rows": reading.compared(row, by=request.acting) if asked.shows else [],
    }
    return step_page(request, "disclosure/step.html", context, row=row, deed=asked.deed, done=asked.done)
