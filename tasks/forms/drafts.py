"""The shape of what is sent to make a draft, and of each decision about one."""

import json
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.enums import AgencyKind
from agencies.models import Agency, Region
from kernel.forms import Day
from kernel.once import OnceForm
from tasks.deciding.work import LONGEST, LONGEST_NAME
from tasks.enums import TaskRole
from tasks.forms.reporting import AgencyField
from tasks.models import Task


class DocumentForm(OnceForm):
    """A document to read. regions: those for which the acting unit may import."""

    file = forms.FileField(
        label=_("Document"),
        help_text=_("A plan as it was published: DOCX, XLSX, PDF with text, HTML, Markdown or TXT."),
    )
    region = forms.ModelChoiceField(label=_("Region"), queryset=Region.objects.none(), empty_label=None)

    def __init__(self, *args, regions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = regions


class Keys(forms.Field):
    """A list of numbers."""

    def clean(self, value):
        if not isinstance(value, list) or not all(isinstance(key, int) for key in value):
            raise ValidationError(self.error_messages["required"])
        return value


class RoleField(forms.ChoiceField):
    def __init__(self, **kwargs):
        super().__init__(choices=TaskRole, **{"label": pgettext_lazy("task", "Role"), **kwargs})


def name_field() -> forms.CharField:
    return forms.CharField(label=_("Name as printed"), max_length=LONGEST_NAME)


class SettleForm(forms.Form):
    doubts = Keys()


class SettleSortForm(forms.Form):
    code = forms.CharField(max_length=40)


class NameForm(forms.Form):
    """A name as the draft prints it."""

    name = forms.CharField()


class UnifyForm(NameForm):
    other = forms.CharField()


class MapForm(NameForm):
    agency = forms.IntegerField()


class MembersForm(NameForm):
    agencies = Keys()


class OfTask(forms.Form):
    task = forms.IntegerField()


class PartForm(OfTask, NameForm):
    pass


class RoleForm(PartForm):
    role = RoleField()


class PlaceForm(OfTask):
    position = forms.IntegerField(min_value=1, max_value=10_000)


class GoalForm(OfTask):
    kind = forms.ChoiceField(choices=[("milestone", ""), ("recurrence", "")])
    place = forms.IntegerField(min_value=0)


class WordsForm(forms.Form):
    """What a task of a draft says."""

    title = forms.CharField(label=_("Title"), max_length=LONGEST["title"])
    heading = forms.CharField(label=pgettext_lazy("plan", "Section"), max_length=LONGEST["heading"], required=False)
    number = forms.CharField(label=_("Number"), max_length=LONGEST["number"], required=False)
    text = forms.CharField(label=_("Text"), required=False, widget=forms.Textarea({"rows": 8}))
    remark = forms.CharField(label=_("Remark"), max_length=LONGEST["remark"], required=False)
    separately = forms.BooleanField(label=_("Each lead answers for its own part"), required=False)


class SplitForm(forms.Form):
    title = forms.CharField(
        label=_("The second task begins with"), max_length=LONGEST["title"],
        help_text=_("Words copied from the text of this task."),
    )  # fmt: skip


class TitleForm(forms.Form):
    """A task that was not read."""

    title = forms.CharField(label=_("Title"), max_length=LONGEST["title"])


class FormerTaskForm(forms.Form):
    """Which task of the plan in force goes on as this one."""

    former = forms.ModelChoiceField(
        label=_("It goes on from"), queryset=Task.objects.none(), required=False, empty_label=_("no task: it is new")
    )

    def __init__(self, *args, standing, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["former"].queryset = standing


class DocumentWordsForm(forms.Form):
    """The document's own facts."""

    title = forms.CharField(label=_("Title"), max_length=LONGEST["title"])
    number = forms.CharField(label=_("Document number"), max_length=60, required=False)
    issuer = forms.CharField(label=_("Issuer"), max_length=100, required=False)
    issued = Day(label=_("Issued on"), required=False)


class AgenciesField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj):
        return obj.party.name


class AddPartForm(forms.Form):
    """A department that the plan means and that was not read. Without an agency the name is looked up."""

    name = name_field()
    role = RoleField(initial=TaskRole.PARTICIPANT)


class ChooseAgencyForm(forms.Form):
    """Whom a printed name means."""

    agency = AgencyField(label=_("Agency"), queryset=Agency.objects.none(), empty_label="—")
    remember = forms.BooleanField(
        label=_("Remember this name for later documents of the region"), required=False, initial=True
    )

    def __init__(self, *args, agencies, may_remember: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies
        if not may_remember:
            del self.fields["remember"]


class ChooseMembersForm(forms.Form):
    """Whom a collective means."""

    agencies = AgenciesField(
        label=_("Members"), queryset=Agency.objects.none(),
        error_messages={"required": _("Choose at least one agency, or keep the collective as a mere indication.")},
    )  # fmt: skip

    def __init__(self, *args, agencies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agencies"].queryset = agencies


class CreateAgencyForm(OnceForm):
    """An agency that is not in the register yet. name: in full."""

    name = forms.CharField(label=_("Name in full"), max_length=100)
    short_name = forms.CharField(label=_("Short name"), max_length=30, help_text=_("As a heading of the matrix."))
    kind = forms.ChoiceField(label=_("Competence"), choices=AgencyKind)


class AcceptForm(forms.Form):
    """Making the plan: from when its agencies report."""

    reports_on = Day(
        label=_("They report from"), required=False,
        help_text=_("For the whole period in which the day lies. Empty: reporting is started later."),
    )  # fmt: skip
    until = Day(label=_("Last day of the plan"), required=False, help_text=_("Empty while the plan has no end."))


class TaskWordsForm(OfTask, WordsForm):
    pass


class TaskPartForm(OfTask, AddPartForm):
    pass


class TaskSplitForm(OfTask, SplitForm):
    pass


class NextTaskForm(TitleForm):
    after = forms.IntegerField(required=False)


class FormerForm(OfTask):
    former = forms.IntegerField(required=False)


DECISIONS: dict[str, type[forms.Form]] = {  # the facts of each
    "settle": SettleForm,
    "settle_sort": SettleSortForm,
    "unify_names": UnifyForm,
    "map_name": MapForm,
    "confirm_members": MembersForm,
    "set_role": RoleForm,
    "add_part": TaskPartForm,
    "remove_part": PartForm,
    "lead_instead": PartForm,
    "edit_task": TaskWordsForm,
    "split_task": TaskSplitForm,
    "join_task": OfTask,
    "place_task": PlaceForm,
    "add_task": NextTaskForm,
    "drop_task": OfTask,
    "drop_goal": GoalForm,
    "edit_document": DocumentWordsForm,
    "continue_task": FormerForm,
}


def read_decision(said: str) -> tuple[str, dict[str, Any]] | None:
    """The verb and the facts of a button's value, JSON; None for what no button says."""
    try:
        facts = json.loads(said)
    except (ValueError, RecursionError):
        return None
    verb = facts.pop("verb", None) if isinstance(facts, dict) else None
    found = facts_of(verb, facts) if isinstance(verb, str) else None
    return None if found is None else (str(verb), found)


def facts_of(verb: str, said: dict[str, Any]) -> dict[str, Any] | None:
    """The facts of a decision in the shape of its form, as JSON keeps them; None where they do not fit."""
    form = DECISIONS[verb](said) if verb in DECISIONS else None
    return kept(form.cleaned_data) if form is not None and form.is_valid() else None


def kept(facts: dict[str, Any]) -> dict[str, Any]:
    """What is kept of a decision is JSON: of a record its key, of a day its ISO form."""
    return {
        name: value.pk if isinstance(value, Model) else value.isoformat() if isinstance(value, date) else value
        for name, value in facts.items()
    }
