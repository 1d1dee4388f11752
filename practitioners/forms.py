"""The shape of what is entered about practitioners and their registrations."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from institutions.forms.register import Code
from kernel.forms import Day
from kernel.once import OnceForm
from practitioners.enums import AssessmentResult, CancelGround, DoctorCategory, Profession, Purpose, RegistrationKind
from practitioners.facts import FACTS, PERSONAL, faults_of, faults_of_days
from practitioners.services import assessments

LONGEST_REASON = 300
NOT_KEPT = {"autocomplete": "off", "spellcheck": "false"}


class PersonForm(forms.Form):
    """What is recorded of a person."""

    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=60)
    profession = forms.ChoiceField(label=_("Profession"), choices=Profession.choices)
    category = forms.ChoiceField(
        label=_("Practice category"), choices=[("", "—"), *DoctorCategory.choices], required=False,
        help_text=_("Of doctors and assistant doctors."),
    )  # fmt: skip
    certificate_number = Code(label=_("Number of the practice certificate"), max_length=50, required=False)
    id_number = Code(
        label=_("Number of the identity card"), max_length=30, required=False, widget=forms.TextInput(NOT_KEPT)
    )
    qualification_code = Code(
        label=_("Code of the qualification certificate"), max_length=50, required=False,
        widget=forms.TextInput(NOT_KEPT),
    )  # fmt: skip

    def clean(self):
        said = super().clean() or self.cleaned_data
        if "profession" in said:
            facts = {fact: said.get(fact) or "" for fact in FACTS}
            _add(self, faults_of(self.completed(facts), today=timezone.localdate()))
        return said

    def completed(self, facts: dict) -> dict:
        return facts


class TermForm(forms.Form):
    """Scope and days of a registration."""

    scope = forms.CharField(
        label=_("Scope of practice"), max_length=100, required=False, help_text=_("As on the practice certificate.")
    )
    valid_from = Day(label=_("Valid from"))
    valid_to = Day(
        label=_("Valid until"), required=False,
        help_text=_("Five years for nurses and village doctors if left empty; for others usually no end."),
    )  # fmt: skip


class ChangeTermForm(TermForm):
    """profession: of whom it is, on which the days depend."""

    def __init__(self, *args, profession: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.profession = profession
        self.fields["valid_to"].help_text = ""

    def clean(self):
        said = super().clean() or self.cleaned_data
        if {"valid_from", "valid_to"} <= set(said):
            _add(self, faults_of_days(self.profession, said["valid_from"], said["valid_to"]))
        return said


class NewPractitionerForm(PersonForm, TermForm, OnceForm):
    field_order = [*PersonForm.base_fields, *TermForm.base_fields]

    def clean(self):
        said = super().clean()
        if {"profession", "valid_from"} <= set(said) and said.get("valid_to"):
            _add(self, faults_of_days(said["profession"], said["valid_from"], said["valid_to"]))
        return said


class EditPractitionerForm(PersonForm):
    """Personal numbers are not shown here either: what is left empty stays. recorded: what these are."""

    def __init__(self, *args, recorded: dict[str, str], **kwargs):
        super().__init__(*args, **kwargs)
        self.recorded = recorded
        for fact in PERSONAL:
            if recorded[fact]:
                self.fields[fact].help_text = _("One is recorded; leave this empty to keep it.")

    def completed(self, facts: dict) -> dict:
        return facts | {fact: facts[fact] or self.recorded[fact] for fact in PERSONAL}

    def told(self) -> dict:
        """What is to be changed."""
        said = self.cleaned_data
        return {fact: said[fact] for fact in said if fact not in PERSONAL or said[fact]}


class RegisterForm(TermForm, OnceForm):
    """Somebody who is known already, by a number."""

    number = Code(
        label=_("Number of the practice certificate or the identity card"), max_length=50,
        widget=forms.TextInput(NOT_KEPT),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("Kind"), choices=RegistrationKind.choices, widget=forms.RadioSelect)
    field_order = ["number", "kind", *TermForm.base_fields]


class FindForm(forms.Form):
    number = Code(
        label=_("Number of the practice certificate, the identity card or the qualification certificate"),
        max_length=50, widget=forms.TextInput(NOT_KEPT),
    )  # fmt: skip


class UnmaskForm(forms.Form):
    purpose = forms.ChoiceField(label=_("Purpose"), choices=Purpose.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("What for"), max_length=LONGEST_REASON, widget=forms.Textarea({"rows": 3}),
        help_text=_("The matter and its number, for example of the case or the request. It is kept in the trail."),
    )  # fmt: skip


class AssessmentForm(OnceForm):
    held_on = Day(label=_("Day of the result"))
    result = forms.ChoiceField(label=_("Result"), choices=AssessmentResult.choices, widget=forms.RadioSelect)
    suspended_until = Day(
        label=_("Suspended until"), required=False, help_text=_("Of who has failed: three to six months.")
    )

    def clean(self):
        said = super().clean() or self.cleaned_data
        if {"held_on", "result", "suspended_until"} <= set(said):
            days = said["held_on"], said["result"], said["suspended_until"]
            _add(self, assessments.faults_of(*days, today=timezone.localdate()))
        return said


class ExtendForm(forms.Form):
    until = Day(label=_("Valid until"))


class EndForm(forms.Form):
    on = Day(label=_("Last day"))
    reason = forms.CharField(label=_("Reason"), max_length=LONGEST_REASON, widget=forms.Textarea({"rows": 3}))


class CancelForm(EndForm):
    ground = forms.ChoiceField(label=_("Ground"), choices=CancelGround.choices)
    field_order = ["on", "ground", "reason"]


def _add(form: forms.Form, faults: dict[str, str]) -> None:
    for fact, fault in faults.items():
        if fact in form.fields and fact not in form.errors:
            form.add_error(fact, fault)
