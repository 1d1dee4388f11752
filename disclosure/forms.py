"""The shape of what is entered about publications."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from disclosure.enums import Privacy, WithdrawalGround
from disclosure.kinds import PublicationKind, PublicField, Shape, choices
from kernel.forms import Day
from kernel.once import OnceForm

FIELD = "field-"  # before the key of a field of the kind
LONGEST_NAME = 60
HELP = {
    Privacy.TEXT: _("Numbers of persons and houses, and the names listed below, are hidden."),
    Privacy.PERSON: _("Of each name the surname is shown; several are parted by commas."),
    Privacy.ADDRESS: _("An institution's is shown, a natural person's never."),
    Privacy.NEVER: _("Never shown; where it stands in a text it is hidden."),
}


class StartForm(forms.Form):
    """What is to be published, and about whom: the first step of a draft."""

    kind = forms.ChoiceField(label=_("Kind"), choices=choices)
    q = forms.CharField(
        label=pgettext_lazy("party", "About"), min_length=2, max_length=100,
        help_text=_("A part of the name, two signs or more."),
    )  # fmt: skip


class DraftForm(forms.Form):
    """The fields of a kind, whose names begin with FIELD, and what every publication has."""

    title = forms.CharField(label=_("Title"), max_length=200, help_text=_("Names and numbers of persons are hidden."))
    public_from = Day(
        label=_("Public from"),
        required=False,
        help_text=_("Empty: from the day on which it is published. A later day lies within the clock of its kind."),
    )
    public_until = Day(label=_("Public until"), required=False)
    names = forms.CharField(
        label=_("Natural persons named in the texts"), required=False, max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("One name a line. Only the surname of each stays."),
    )  # fmt: skip

    def __init__(self, *args, kind: PublicationKind, **kwargs):
        super().__init__(*args, **kwargs)
        for field in kind.fields:
            self.fields[FIELD + field.key] = _asked(field)
        if kind.ends_by_level:
            self.fields["public_until"].required = True
            self.fields["public_until"].help_text = _("As long after the decision as its level allows at most.")
        else:
            self.fields["public_until"].help_text = _("Empty: until it is withdrawn.")
        self.order_fields(["title", "formed_on", *(FIELD + field.key for field in kind.fields), "names"])

    def clean_names(self) -> str:
        names = self.cleaned_data["names"]
        if too_long := [name for name in names.splitlines() if len(name.strip()) > LONGEST_NAME]:
            words = _("“%(name)s …” is no name: write one a line, of %(most)d signs at most.")
            raise forms.ValidationError(words, params={"name": too_long[0][:20], "most": LONGEST_NAME})
        return names

    def facts(self) -> dict:
        """What was entered, as `draft_publication` takes it."""
        facts = {name: value for name, value in self.cleaned_data.items() if not name.startswith(FIELD)}
        facts["names"] = facts["names"].splitlines()
        entered = {name.removeprefix(FIELD): value for name, value in self.cleaned_data.items() if name not in facts}
        return facts | {"fields": {key: _told(value) for key, value in entered.items()}}


class NewDraftForm(OnceForm, DraftForm):
    formed_on = Day(label=_("Decided on"), help_text=_("From the day after it the clock runs."))


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea({"rows": 3}))


class PublishForm(forms.Form):
    public_from = Day(
        label=_("Public from"),
        required=False,
        help_text=_("Empty: as planned in the draft, today at the earliest. It becomes public when that day begins."),
    )


class WithdrawalForm(ReasonForm):
    ground = forms.ChoiceField(
        label=_("Ground"),
        choices=WithdrawalGround.choices,
        widget=forms.RadioSelect,
        help_text=_("Read by the public."),
    )
    field_order = ("ground", "reason")


class RevokedForm(forms.Form):
    on = Day(label=_("Changed or revoked on"), help_text=_("From the day after it the clock of 3 working days runs."))


def _asked(field: PublicField) -> forms.Field:
    facts = {"label": field.label, "required": field.is_required, "help_text": HELP.get(field.privacy, "")}
    if field.shape is Shape.DAY:
        return Day(**facts)
    if field.shape is Shape.CHOICE:
        return forms.ChoiceField(choices=[("", "—"), *field.choices.choices], **facts)
    if field.shape is Shape.TEXT:
        return forms.CharField(max_length=field.longest, widget=forms.Textarea({"rows": 5}), **facts)
    return forms.CharField(max_length=field.longest, **facts)


def _told(value) -> str:
    return "" if value is None else str(value)


def entered(original) -> dict:
    """What a form shows of what was recorded."""
    fields = {FIELD + key: text for key, text in original.fields.items()}
    return {"title": original.title, "names": "\n".join(original.names), **fields}
