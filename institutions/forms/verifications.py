"""What is entered of a licence's verification, step by step."""

from django import forms
from django.utils.translation import gettext_lazy as _

from institutions.enums import VerificationState
from institutions.workflow import VERIFICATION
from kernel.forms import Day, ManyFiles
from kernel.once import OnceForm

LONGEST, SHORT = 5000, 1000
CONCLUSIONS = {
    step: (VERIFICATION[step].target, VERIFICATION[step].label) for step in ("pass", "suspend", "cancel", "revoke")
}


def _text(label, *, most: int = LONGEST, rows: int = 5, **how) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea({"rows": rows}), **how)


class OpenForm(OnceForm):
    due_on = Day(label=_("Last day of the cycle"), help_text=_("As the copy of the licence says."))


class ApplyForm(forms.Form):
    statement = _text(
        _("Statement of the institution"),
        help_text=_("What has changed since the last verification: people, rooms, equipment, subjects, penalties."),
    )
    documents = ManyFiles(
        label=_("Documents"), required=False,
        help_text=_("Documents or pictures, several at once. Cover the data of patients first."),
    )  # fmt: skip


class EnterApplicationForm(ApplyForm):
    """As the commission's staff enter it."""

    note = _text(_("How the application came in"), most=SHORT, rows=2)


class ReviewForm(forms.Form):
    findings = _text(_("Documents and inspections"), help_text=_("What the documents and earlier inspections say."))
    visited_on = Day(label=_("Visited on"), required=False)
    demerits = forms.CharField(label=_("Demerit points"), max_length=300, required=False)


class ConcludeForm(forms.Form):
    """steps: those that are open; most: for how many months it can be suspended."""

    conclusion = forms.ChoiceField(label=_("Conclusion"), widget=forms.RadioSelect)
    months = forms.IntegerField(label=_("Suspended for so many months"), required=False, min_value=1)
    reason = _text(_("Reasons"), most=SHORT, rows=3, required=False, help_text=_("Needed unless it is passed."))
    document_number = forms.CharField(label=_("Number of the decision"), max_length=80, required=False)

    def __init__(self, *args, steps: set[str], most: int, **kwargs):
        super().__init__(*args, **kwargs)
        fields = self.fields
        fields["conclusion"].choices = [pair for step, pair in CONCLUSIONS.items() if step in steps]
        fields["months"].max_value = most
        if "suspend" not in steps:
            del fields["months"]
        else:
            fields["months"].help_text = _("At most %(most)d; by the last day it is applied for anew.") % {"most": most}

    def clean(self):
        said = super().clean() or self.cleaned_data
        is_suspended = said.get("conclusion") == VerificationState.SUSPENDED
        if is_suspended and "months" not in self.errors and not said.get("months"):
            self.add_error("months", _("Say for how many months."))
        return said


class OrderForm(forms.Form):
    reason = _text(_("What is ordered, and why"), most=SHORT, rows=3)
