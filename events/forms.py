"""The shape of what is entered about events."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.models import Party
from events.enums import CheckResult, Level, Penalty, StandingKind
from events.kinds import EventKind, grouped_choices
from events.services.facts import Facts, FaultyFacts, checked
from kernel.forms import Day
from kernel.once import OnceForm

NOTHING_CHOSEN = ("", "—")
AMOUNT: dict[str, Any] = {"min_value": 0, "max_digits": 14, "decimal_places": 2}


def field_of(fact: str, *, required: bool) -> forms.Field:
    """The field for a fact that only some kinds are told with (events/kinds.py)."""
    fields: dict[str, Any] = {
        "level": lambda: forms.ChoiceField(
            label=pgettext_lazy("event", "Level"), choices=[NOTHING_CHOSEN, *Level.choices]
        ),
        "document_number": lambda: forms.CharField(
            label=_("Document number"), max_length=80, help_text=_("As printed, such as 神政办发〔2020〕112号.")
        ),
        "results": lambda: forms.MultipleChoiceField(
            label=_("Results of the check"), choices=CheckResult.choices, widget=forms.CheckboxSelectMultiple
        ),
        "penalties": lambda: forms.MultipleChoiceField(
            label=_("Kinds of penalty"), choices=Penalty.choices, widget=forms.CheckboxSelectMultiple
        ),
        "fine": lambda: forms.DecimalField(label=_("Fine (yuan)"), **AMOUNT),
        "confiscated": lambda: forms.DecimalField(label=_("Confiscated (yuan)"), **AMOUNT),
        "demerits": lambda: forms.IntegerField(label=_("Demerit points"), min_value=1, max_value=100),
        "points": lambda: forms.DecimalField(
            label=_("Points"),
            max_digits=5,
            decimal_places=2,
            help_text=_("Only where a rule of your place says how many; below 0 when they count against the party."),
        ),
    }
    field = fields[fact]()
    field.required = required
    return field


class KindForm(forms.Form):
    """Which kind of event is recorded; the form for it comes after."""

    kind = forms.ChoiceField(label=_("Kind of event"), choices=grouped_choices)


class EventForm(OnceForm):
    """What happened; `told` (Facts) when all of it can be recorded."""

    occurred_on = Day(label=pgettext_lazy("event", "Day"), help_text=_("Of the decision or document, if there is one."))
    title = forms.CharField(label=_("Title"), max_length=200, required=False)
    text = forms.CharField(label=_("Text"), required=False, widget=forms.Textarea({"rows": 4}))
    told: Facts

    def __init__(self, *args, kind: EventKind, subject: Party, today: date, **kwargs):
        super().__init__(*args, initial={"occurred_on": today}, **kwargs)
        self.kind, self.subject, self.today = kind, subject, today
        for fact in kind.facts:
            self.fields[fact] = field_of(fact, required=fact in kind.needs)
        if kind.has_level:
            self.fields["public_until"] = Day(
                label=_("Public until"),
                required=False,
                help_text=_("Empty: the latest day that the rules of publicity allow; minor events are not public."),
            )
            self.fields["public_basis"] = forms.CharField(
                label=_("Law that sets this period"), max_length=200, required=False,
                help_text=_("Only where another law sets a period outside these rules."),
            )  # fmt: skip
        self.order_fields(["occurred_on", "title", *kind.facts, "public_until", "public_basis", "text"])

    def clean(self):
        """The checks of the ledger, each fault at its field, unless the field itself has one."""
        told = super().clean() or {}
        if "occurred_on" not in told:
            return told
        facts = {name: value for name, value in told.items() if name != "form_key" and value not in (None, "", [])}
        if "points" in facts:
            facts["points"] = int(facts["points"] * 100)
        for name in {"results", "penalties"} & set(facts):
            facts[name] = tuple(facts[name])
        self.told = Facts(kind=self.kind.key, subject=self.subject, **facts)
        try:
            checked(self.told, today=self.today)
        except FaultyFacts as refusal:
            for name, sentence in refusal.faults.items():
                if name not in self.errors:
                    self.add_error(name if name in self.fields else None, sentence)
        return told


class CounterForm(OnceForm):
    reason = forms.CharField(
        label=_("Why the event is taken back"), max_length=2000, widget=forms.Textarea({"rows": 3})
    )


DEEDS = {  # what the button says that adds it
    StandingKind.OBJECTION_RAISED: pgettext_lazy("standing verb", "Raise an objection"),
    StandingKind.OBJECTION_UPHELD: pgettext_lazy("standing verb", "Uphold the objection"),
    StandingKind.OBJECTION_REJECTED: pgettext_lazy("standing verb", "Reject the objection"),
    StandingKind.REPAIR_APPLIED: pgettext_lazy("standing verb", "Apply for repair"),
    StandingKind.REPAIR_APPROVED: pgettext_lazy("standing verb", "Approve the repair"),
    StandingKind.REPAIR_REJECTED: pgettext_lazy("standing verb", "Reject the repair"),
    StandingKind.REVOKED: pgettext_lazy("standing verb", "Revoke the decision"),
    StandingKind.EXPIRED: pgettext_lazy("standing verb", "End its effect"),
}


class StandingForm(OnceForm):
    """What became of an event; a party that asks for itself gives its reasons only."""

    on = Day(label=_("From day"), help_text=_("Of the decision, or on which the request came in."))
    document_number = forms.CharField(
        label=_("Document number"),
        max_length=80,
        required=False,
        help_text=_("As printed, such as 神政办发〔2020〕112号."),
    )
    reason = forms.CharField(
        label=pgettext_lazy("standing", "Reason"), max_length=500, widget=forms.Textarea({"rows": 4})
    )

    def __init__(self, *args, today: date, is_own: bool, **kwargs):
        super().__init__(*args, initial={"on": today}, **kwargs)
        if is_own:
            del self.fields["on"], self.fields["document_number"]
