"""The shape of a meeting, of who came, of its minutes and decisions."""

from collections.abc import Iterable

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from kernel.forms import Day
from kernel.once import OnceForm
from meetings.enums import Attendance
from meetings.models import Invitation
from tasks.forms.reporting import AgencyField

CAME = [(value, label) for value, label in Attendance.choices if value != Attendance.INVITED]
MOST_ITEMS, LONGEST_ITEM = 50, 200
LONGEST_TEXT, LONGEST_MINUTES = 5000, 20_000


class AgenciesField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple({"class": "many"})

    def label_from_instance(self, obj):
        return obj.party.name


class MeetingForm(OnceForm):
    """Also to change one: then its key is not used."""

    body = AgencyField(label=_("Coordination body"), queryset=Agency.objects.none(), empty_label=None)
    title = forms.CharField(label=_("Title"), max_length=200)
    starts_at = forms.DateTimeField(
        label=_("Day and time"), widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    place = forms.CharField(label=_("Place"), max_length=200)
    chair = forms.CharField(label=_("Chair"), max_length=100, help_text=_("The office that chairs it, not a name."))
    agenda = forms.CharField(
        label=_("Agenda"), widget=forms.Textarea({"rows": 5}), help_text=_("One item on each line.")
    )
    agencies = AgenciesField(label=_("Invited agencies"), queryset=Agency.objects.none())

    def __init__(self, *args, bodies: QuerySet, agencies: QuerySet, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset, self.fields["agencies"].queryset = bodies, agencies

    def clean_agenda(self) -> list[str]:
        items = [line.strip() for line in self.cleaned_data["agenda"].splitlines() if line.strip()]
        if len(items) > MOST_ITEMS or any(len(item) > LONGEST_ITEM for item in items):
            words = {"items": MOST_ITEMS, "letters": LONGEST_ITEM}
            raise forms.ValidationError(_("At most %(items)d items of %(letters)d characters each.") % words)
        return items


class ChangeForm(MeetingForm):
    body = None  # type: ignore[assignment]
    form_key = None  # type: ignore[assignment]

    def __init__(self, *args, agencies: QuerySet, **kwargs):
        forms.Form.__init__(self, *args, **kwargs)
        self.fields["agencies"].queryset = agencies


class AttendanceForm(forms.Form):
    """A question for each agency that is invited."""

    def __init__(self, *args, invitations: Iterable[Invitation], **kwargs):
        super().__init__(*args, **kwargs)
        for invitation in invitations:
            self.fields[f"agency-{invitation.agency_id}"] = forms.ChoiceField(
                label=invitation.agency.party.name, choices=CAME, widget=forms.RadioSelect, initial=Attendance.PRESENT
            )

    def clean(self):
        said = super().clean() or {}
        answers = {int(name.partition("-")[2]): value for name, value in said.items()}
        return {"attendance": answers}


class MinutesForm(forms.Form):
    minutes = forms.CharField(
        label=_("Minutes"), max_length=LONGEST_MINUTES, widget=forms.Textarea({"rows": 12}),
        help_text=_("What was dealt with. Decisions are recorded apart, each with its agencies and day."),
    )  # fmt: skip
    file = forms.FileField(label=_("File of the minutes"), required=False)


class DecisionWordsForm(forms.Form):
    title = forms.CharField(label=_("Decision"), max_length=200)
    text = forms.CharField(label=_("Text"), required=False, max_length=LONGEST_TEXT, widget=forms.Textarea({"rows": 4}))
    lead = AgencyField(label=_("Lead"), queryset=Agency.objects.none())
    participants = AgenciesField(label=_("Take part"), required=False, queryset=Agency.objects.none())
    due_on = Day(label=_("By which day"))
    field_order = ("title", "text", "due_on", "lead", "participants")

    def __init__(self, *args, agencies: QuerySet, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = self.fields["participants"].queryset = agencies


class DecisionForm(OnceForm, DecisionWordsForm):
    field_order = DecisionWordsForm.field_order
