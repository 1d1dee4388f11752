"""The shape of what an agency reports, and of what is said about it."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from kernel.forms import ManyFiles
from tasks.enums import Work
from tasks.models import ProgressEntry
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

    def progress(self) -> Progress:
        return Progress(**{name: self.cleaned_data[name] for name in Progress.__dataclass_fields__})


class ReturnForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea({"rows": 3}),
        help_text=_("What is missing or has to be made clear. The unit reads it."),
    )  # fmt: skip
