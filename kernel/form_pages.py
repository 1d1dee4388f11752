"""Pages with a form: what a service's refusal does to it, and how the page is answered."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from kernel.errors import FaultyFacts, Refused, Stale, TooLarge, Unreadable, WrongDay, WrongType
from kernel.once import once
from kernel.requests import PortalRequest
from kernel.tables import FaultyRows


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with; None while it is only asked for."""
    return request.POST if request.method == "POST" else None


def form_page(request: HttpRequest, page: str, context: dict) -> HttpResponse:
    """The page of `form`: 409 when it was filled in on an older version of the record, 422 with faults, else 200."""
    form = context["form"]
    status = 409 if context.get("stale") else 422 if form is not None and form.errors else 200
    return render(request, page, context, status=status)


def step_page(request: PortalRequest, page: str, context: dict, *, row, deed: Callable[..., Any], done) -> HttpResponse:
    """Take a step when its form (`form` of the context) is whole, else ask: 409 where the record has moved on.

    deed: the service, called with the row, by, at and what the form says.  done: the sentence that says so.
    """
    form, context = context["form"], context | {"version": row.version}
    if form.is_valid():
        try:
            deed(row, by=request.acting, at=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            context |= refuse(form, refusal, recorded=lambda now: {})
        else:
            messages.success(request, done)
            return redirect(row)
    return form_page(request, page, context)


def refuse(
    form: forms.Form, refusal: Refused, *, recorded: Callable[[Any], dict] | None = None, field: str | None = None
) -> dict:
    """Say why in the form, which keeps what was typed; what is returned goes into the context of its page.

    After a stale form that is the record's version now, for the next try, and what differs field by field.
    recorded: what a record says in the form's fields.  field: to which the reason belongs.
    """
    if isinstance(refusal, Stale):
        now = recorded(refusal.current) if recorded else {}
        return {"stale": True, "version": refusal.current.version, "conflict": differences(form, now)}
    if isinstance(refusal, FaultyFacts):
        for fact, fault in refusal.faults.items():
            form.add_error(fact if fact in form.fields else None, fault)
        return {}
    reasons = [str(fault) for fault in refusal.faults] if isinstance(refusal, FaultyRows) else refusal.reason
    form.add_error(field or _field_meant(form, refusal), reasons)
    return {}


_MEANT: tuple[tuple[tuple, tuple], ...] = (
    ((TooLarge, WrongType, Unreadable), (forms.FileField,)),
    ((WrongDay,), (forms.DateField, forms.DateTimeField)),
)


def _field_meant(form: forms.Form, refusal: Refused) -> str | None:
    """Where a refused file was chosen, or a refused day, when the form asks for files, or for days, once."""
    for refusals, kinds in _MEANT:
        asked = [name for name, field in form.fields.items() if isinstance(field, kinds)]
        if isinstance(refusal, refusals) and len(asked) == 1:
            return asked[0]
    return None


def differences(form: forms.Form, now: dict) -> list[tuple]:
    """(label, what is recorded now, what was typed) for each field in which they differ."""
    return [
        (field.label, _words(field, now[name]), _words(field, form.cleaned_data[name]))
        for name, field in form.fields.items()
        if name in now and now[name] != form.cleaned_data[name]
    ]


def _words(field: forms.Field, value):
    if value is None:
        return ""
    if isinstance(field, forms.ModelChoiceField):
        return field.label_from_instance(value)
    choices: Any = getattr(field, "choices", ())
    return dict(choices).get(value, value)


def done_once(request: PortalRequest, form: forms.Form, make: Callable[..., str], *, done) -> HttpResponse | None:
    """Make what a valid OnceForm asks for, and lead to it; None when it was refused, with the reason in the form.

    make: called with the form's facts, returns the address.  done: the sentence that says so.
    A form that is sent again, changed perhaps, makes nothing: it leads to what it made, and says that.
    """
    facts = dict(form.cleaned_data)
    key = facts.pop("form_key")
    made: list[str] = []

    def make_now() -> str:
        made.append(make(**facts))
        return made[0]

    try:
        address = once(key, by=request.acting, make=make_now)
    except Refused as refusal:
        refuse(form, refusal)
        return None
    if made:
        messages.success(request, done)
    else:
        messages.info(request, _("This form was sent before and made what you see here. Open it anew to add another."))
    return redirect(address)
