"""The shape of what an agency reports, and of what is said about it."""

from collections.abc import Iterable
from typing import cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.models import Agency, Membership, Section
from kernel.forms import Day, ManyFiles
from kernel.once import OnceForm
from tasks.enums import Work
from tasks.models import Milestone, ProgressEntry
from tasks.periods import MOST_TIMES
from tasks.services.assigning import Naming
from tasks.services.closings import LONGEST_SUMMARY
from tasks.services.progress import LONGEST_TEXT, Progress


class AgencyField(forms.ModelChoiceField):
    def label_from_instance(self, obj):
        return obj.party.name


class ProgressForm(forms.Form):
    """What an agency reports; is_whole: to be submitted, else nothing is required of it."""

    text = forms.CharField(
        label=_("What was done in this period"), max_length=LONGEST_TEXT, widget=forms.Textarea({"rows": 8}),
        error_messages={"required": _("Say what was done in this period.")},
        help_text=_("What was done, with which result, and what comes next. Cover the data of patients."),
    )  # fmt: skip
    work = forms.ChoiceField(label=_("How the work goes"), choices=Work.choices, widget=forms.RadioSelect)
    needs = forms.CharField(
        label=_("What has to be coordinated"), required=False, max_length=500, widget=forms.Textarea({"rows": 3}),
        help_text=_("For work in difficulty: the matter, and what you ask for."),
    )  # fmt: skip
    needs_from = AgencyField(label=_("By whom"), required=False, empty_label="—", queryset=Agency.objects.none())
    quantity = forms.DecimalField(
        label=_("Quantity reached"), required=False, min_value=0, max_digits=14, decimal_places=2
    )
    percent = forms.IntegerField(label=_("Percent done"), required=False, min_value=0, max_value=100)
    evidence = ManyFiles(
        label=_("Evidence"), required=False,
        help_text=_("Documents or pictures, several at once. Cover the data of patients first."),
    )  # fmt: skip

    def __init__(self, *args, entry: ProgressEntry, agencies: QuerySet, is_whole: bool = True, **kwargs):
        names = Progress.__dataclass_fields__
        super().__init__(*args, initial={name: getattr(entry, name) for name in names}, **kwargs)
        self.fields["needs_from"].queryset = agencies
        self.fields["text"].required = self.is_whole = is_whole

    def clean(self):
        said = super().clean()
        if self.is_whole and said.get("work") == Work.DIFFICULT and not said.get("needs"):
            self.add_error("needs", _("Say what has to be coordinated."))
        return said

    def ask_for_scan(self) -> None:
        """For an entry on behalf: what the unit has answered on paper."""
        field = self.fields["evidence"]
        field.required, field.label = True, _("Scan of the answer")
        field.error_messages["required"] = _("Add the scan of what the unit has answered on paper.")

    def progress(self) -> Progress:
        return Progress(**{name: self.cleaned_data[name] for name in Progress.__dataclass_fields__})


class StartForm(forms.Form):
    on = Day(label=_("First day"), help_text=_("They report for the whole period in which it lies."))
    until = Day(label=_("Last day"), required=False, help_text=_("Empty while the plan has no end."))


class PersonField(forms.ModelChoiceField):
    def label_from_instance(self, obj):
        return f"{obj.user.name} · {obj.section.name if obj.section else obj.get_role_display()}"


class AssignForm(forms.Form):
    """Who is to do the chosen parts; what is not ticked stays as it is, and an empty choice means nobody."""

    changes = forms.MultipleChoiceField(
        label=_("What changes"), widget=forms.CheckboxSelectMultiple,
        choices=[("section", _("Section")), ("handler", _("Handler")), ("deputy", _("Deputy"))],
        error_messages={"required": _("Tick what is to change.")},
    )  # fmt: skip
    section = forms.ModelChoiceField(
        label=_("Section"), required=False, empty_label=_("no section"), queryset=Section.objects.none()
    )
    handler = PersonField(
        label=_("Handler"), required=False, empty_label=_("nobody"), queryset=Membership.objects.none()
    )
    deputy = PersonField(
        label=_("Deputy"), required=False, empty_label=_("nobody"), queryset=Membership.objects.none(),
        help_text=_("Who stands in for the handler."),
    )  # fmt: skip

    def __init__(self, *args, sections: QuerySet, people: QuerySet, **kwargs):
        super().__init__(*args, initial={"changes": ["handler"]}, **kwargs)
        self.fields["section"].queryset = sections
        self.fields["handler"].queryset = self.fields["deputy"].queryset = people

    def naming(self) -> Naming:
        said = self.cleaned_data
        return cast(Naming, {name: said[name] for name in said["changes"]})


class ReturnForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea({"rows": 3}),
        help_text=_("What is missing or has to be made clear. The unit reads it."),
    )  # fmt: skip


USUAL_MONTHS = [
    (1, pgettext_lazy("how often", "each month")),
    (3, pgettext_lazy("how often", "each quarter")),
    (6, pgettext_lazy("how often", "each half-year")),
    (12, pgettext_lazy("how often", "each year")),
    (24, pgettext_lazy("how often", "every two years")),
    (36, pgettext_lazy("how often", "every three years")),
    (60, pgettext_lazy("how often", "every five years")),
]


class CountedForm(forms.Form):
    """How much, and of what."""

    quantity = forms.DecimalField(
        label=_("Quantity"), required=False, min_value=0, max_digits=14, decimal_places=2,
        help_text=_("Where it can be counted: how many."),
    )  # fmt: skip
    unit = forms.CharField(label=_("Unit"), required=False, max_length=20)

    def clean(self):
        said = super().clean()
        if said.get("unit") and said.get("quantity") is None:
            self.add_error("quantity", _("Say how many, or leave the unit out."))
        return said


class MilestoneForm(OnceForm, CountedForm):
    title = forms.CharField(label=_("What is to be reached"), max_length=200)
    due_on = Day(label=_("By which day"))
    basis = forms.CharField(
        label=_("Basis"), required=False, max_length=200, help_text=_("The document or minutes that set it.")
    )
    field_order = ("title", "due_on", "quantity", "unit", "basis")


class MilestoneWordsForm(CountedForm):
    title = forms.CharField(label=_("What is to be reached"), max_length=200)
    field_order = ("title", "quantity", "unit")


class MoveForm(forms.Form):
    due_on = Day(label=_("New day"))
    basis = forms.CharField(
        label=_("Basis"), max_length=200, help_text=_("The document or minutes that set it. It is shown to everybody.")
    )
    reason = forms.CharField(label=_("Reason"), required=False, max_length=300, widget=forms.Textarea({"rows": 3}))


class WhyForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea({"rows": 3}), help_text=_("The unit reads it.")
    )


class ClosingForm(OnceForm):
    summary = forms.CharField(
        label=_("Summary"), max_length=LONGEST_SUMMARY, widget=forms.Textarea({"rows": 8}),
        help_text=_("What was done in all, with which results, and what remains to be kept up."),
    )  # fmt: skip


class EvidenceForm(OnceForm):
    evidence = ManyFiles(
        label=_("Evidence"), required=False,
        help_text=_("Documents or pictures, several at once. Cover the data of patients first."),
    )  # fmt: skip


class ReachForm(EvidenceForm):
    """milestone: which says whether a quantity is asked for."""

    reached_on = Day(label=_("Reached on"))
    quantity = forms.DecimalField(label=_("Quantity reached"), min_value=0, max_digits=14, decimal_places=2)
    note = forms.CharField(
        label=_("Note"), required=False, max_length=1000, widget=forms.Textarea({"rows": 4}),
        help_text=_("What was done, with which result."),
    )  # fmt: skip
    field_order = ("reached_on", "quantity", "note", "evidence")

    def __init__(self, *args, milestone: Milestone, **kwargs):
        super().__init__(*args, **kwargs)
        if milestone.quantity is None:
            del self.fields["quantity"]


class RecurrenceForm(OnceForm):
    title = forms.CharField(label=_("What is to be done"), max_length=200)
    months = forms.TypedChoiceField(label=_("How often it is counted"), coerce=int, choices=USUAL_MONTHS)
    at_least = forms.IntegerField(
        label=_("At least, times in each period"), min_value=1, max_value=MOST_TIMES, initial=1
    )
    starts_on = Day(label=_("From"), help_text=_("A day of the first period."))


class EndForm(forms.Form):
    on = Day(label=_("Last day"))
    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea({"rows": 3}), help_text=_("The unit reads it.")
    )


class OccurrenceForm(EvidenceForm):
    """periods: for which the unit still owes it."""

    period = forms.ChoiceField(label=_("For which period"))
    done_on = Day(label=_("Done on"))
    text = forms.CharField(
        label=_("What was done"), max_length=1000, widget=forms.Textarea({"rows": 4}),
        help_text=_("Who took part, what was dealt with, with which result."),
    )  # fmt: skip
    field_order = ("period", "done_on", "text", "evidence")

    def __init__(self, *args, periods: Iterable[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["period"].choices = [(period, period) for period in periods]


class PhaseWordsForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=200)
    starts_on = Day(label=_("From"), required=False)
    ends_on = Day(label=pgettext_lazy("phase", "Until"))

    def clean(self):
        said = super().clean()
        first, last = said.get("starts_on"), said.get("ends_on")
        if first and last and first > last:
            self.add_error("ends_on", _("The last day lies before the first."))
        return said


class PhaseForm(OnceForm, PhaseWordsForm):
    field_order = ("title", "starts_on", "ends_on")
