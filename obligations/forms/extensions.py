"""The shape of a request for more time, and of the decision on it."""

from datetime import date, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kernel.forms import Day
from kernel.once import OnceForm
from obligations.models import Obligation


class AskForm(OnceForm):
    """Until when, why, and on what basis. fixed: the only day that the kind of duty allows, if it is one."""

    until = Day(label=gettext_lazy("Until"))
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("What keeps you from handing it in on time, and what you do about it."),
    )
    basis = forms.CharField(
        label=gettext_lazy("Basis"),
        max_length=200,
        help_text=gettext_lazy("The document or article on which the request rests."),
    )

    def __init__(self, *args, duty: Obligation, fixed: date | None, **kwargs):
        super().__init__(*args, **kwargs)
        until = self.fields["until"]
        if fixed:
            until.initial, until.disabled = fixed, True
            until.help_text = _("The rule of this limit allows exactly this day.")
        else:
            until.widget.attrs["min"] = (duty.due_on + timedelta(days=1)).isoformat()
            words = {"day": duty.due_on.isoformat()}
            until.help_text = _("It is due on %(day)s. A day that the calendar does not move.") % words


class DecideForm(forms.Form):
    """Granted or refused; a refusal says why."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=[
            ("grant", pgettext_lazy("extension verb", "Grant")),
            ("refuse", pgettext_lazy("extension verb", "Refuse")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose whether more time is given.")},
    )
    answer = forms.CharField(
        label=gettext_lazy("Answer"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Told to the unit that asked. A refusal needs its reason."),
    )

    def clean(self):
        facts = super().clean()
        if facts.get("decision") == "refuse" and not facts.get("answer"):
            self.add_error("answer", _("Say why no more time is given."))
        return facts


class ExtendForm(forms.Form):
    """More time that the supervising unit gives of its own accord."""

    until = Day(label=gettext_lazy("Until"), help_text=gettext_lazy("A day that the calendar does not move."))
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300, widget=forms.Textarea({"rows": 3}))
    basis = forms.CharField(
        label=gettext_lazy("Basis"),
        max_length=200,
        help_text=gettext_lazy("The document, article or decision on which it rests."),
    )

    def clean_until(self):
        if self.cleaned_data["until"] < timezone.localdate():
            raise forms.ValidationError(_("The new day has passed already."))
        return self.cleaned_data["until"]
