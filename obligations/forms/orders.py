"""The shape of a supervision order, of its reply, and of the judgement."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kernel.forms import Day, ManyFiles
from kernel.once import OnceForm


class WhomForm(forms.Form):
    """What the address says: whom to press, about which duty; or in whose name to look for words."""

    to = forms.UUIDField(required=False)
    about = forms.UUIDField(required=False)
    q = forms.CharField(
        label=gettext_lazy("Name of the unit"),
        required=False,
        min_length=2,
        max_length=60,
        help_text=gettext_lazy("Two signs of it or more."),
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )


class OrderForm(OnceForm):
    """What is required of the unit, and by when it replies."""

    title = forms.CharField(
        label=pgettext_lazy("order", "Subject"),
        max_length=200,
        help_text=gettext_lazy("One line, as it stands in lists."),
    )
    text = forms.CharField(
        label=gettext_lazy("What is required"),
        max_length=5000,
        widget=forms.Textarea({"rows": 8}),
        help_text=gettext_lazy("What the unit has to do, and what its reply has to say."),
    )
    reply_by = Day(label=gettext_lazy("Reply by"), required=False)

    def __init__(self, *args, today: date, usual: date, **kwargs):
        """usual: the day of the reply when none is given."""
        super().__init__(*args, **kwargs)
        self.today = today
        day = self.fields["reply_by"]
        day.widget.attrs["min"] = today.isoformat()
        day.help_text = _("Leave it empty for the usual limit, which ends on %(day)s.") % {"day": usual.isoformat()}

    def clean_reply_by(self) -> date | None:
        day = self.cleaned_data["reply_by"]
        if day and day < self.today:
            raise ValidationError(_("This day is past. Choose today or a later one."))
        return day


class ReplyForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Reply"),
        max_length=5000,
        widget=forms.Textarea({"rows": 8}),
        help_text=gettext_lazy("What was done, by whom, until when; and what is still open."),
    )
    evidence = ManyFiles(
        label=gettext_lazy("Evidence"),
        required=False,
        help_text=gettext_lazy("Documents or pictures, several at once. Cover the data of patients first."),
    )


class JudgeForm(forms.Form):
    """Accepted or sent back; what is sent back says why."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=[
            ("close", pgettext_lazy("order verb", "Accept the reply")),
            ("return", pgettext_lazy("order verb", "Send the reply back")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose whether the reply is accepted.")},
    )
    remark = forms.CharField(
        label=gettext_lazy("Remark"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Shown to the unit. Say what is missing when you send the reply back."),
    )

    def clean(self):
        facts = super().clean()
        if facts.get("decision") == "return" and not facts.get("remark"):
            self.add_error("remark", _("Say what is missing, so that the unit can reply anew."))
        return facts


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("It stays on record and is shown to the unit."),
    )
