"""The shape of what is entered about accounts, roles, delegations and emergencies."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.enums import DUTY_ADMINS, INSTITUTION_ROLES, PartyKind, Role
from agencies.models import Agency, Membership, Party, Section, User
from agencies.models.accounts import username_rule
from kernel.forms import Day
from kernel.once import OnceForm

AGENCY_ROLES = [choice for choice in Role.choices if choice[0] not in INSTITUTION_ROLES]
INSTITUTIONS_ROLES = [choice for choice in Role.choices if choice[0] in INSTITUTION_ROLES]


class AgencyChoice(forms.ModelChoiceField):
    def label_from_instance(self, agency):
        return agency.party.name


class SectionChoice(forms.ModelChoiceField):
    def label_from_instance(self, section):
        return f"{section.agency.party.name} · {section.name}"


class RoleForm(OnceForm):
    """A role in an agency of the territory, and in one of its sections; or in an institution. Says the `party`."""

    agency = AgencyChoice(label=_("Agency"), queryset=Agency.objects.none(), required=False)
    section = SectionChoice(label=_("Section"), queryset=Section.objects.none(), required=False)
    institution = forms.CharField(
        label=_("Institution"), max_length=120, required=False,
        help_text=_("Its whole name, in the place of an agency; one of your territory."),
    )  # fmt: skip
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[("", "—"), (_("in an agency"), AGENCY_ROLES), (_("in an institution"), INSTITUTIONS_ROLES)],
    )

    def __init__(self, *args, by: Membership, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        agencies = Agency.objects.visible_to(by).valid_on(timezone.localdate())
        order = ("party__region_path", "position", "pk")
        self.fields["agency"].queryset = agencies.select_related("party").order_by(*order)
        sections = Section.objects.filter(agency__in=agencies, is_active=True).select_related("agency__party")
        self.fields["section"].queryset = sections.order_by("agency__position", "agency_id", "name", "pk")

    def clean(self):
        facts = super().clean() or self.cleaned_data
        agency, section, name = facts.pop("agency", None), facts.get("section"), facts.pop("institution", "")
        if agency and section and section.agency_id != agency.pk:
            self.add_error("section", _("Choose a section of the agency above."))
        if agency and name:
            self.add_error("institution", _("A role is held in an agency or in an institution, not in both."))
        elif name:
            facts["party"] = self._institution(name)
        elif agency:
            facts["party"] = agency.party
        elif "agency" not in self.errors:
            self.add_error("agency", _("Choose an agency, or name an institution."))
        return facts

    def _institution(self, name: str) -> Party | None:
        rows = Party.objects.named(name).filter(
            kind=PartyKind.INSTITUTION, name=name, region_path__startswith=self.by.region_path, valid_to__isnull=True
        )
        found = list(rows[:2])
        if not found:
            self.add_error("institution", _("No institution of your territory has this name."))
        elif len(found) > 1:
            self.add_error("institution", _("Several institutions of your territory have this name."))
        return found[0] if len(found) == 1 else None


class AccountForm(RoleForm):
    name = forms.CharField(label=_("Name"), max_length=60)
    username = forms.CharField(
        label=_("User name"), max_length=60, validators=[username_rule], widget=forms.TextInput({"autocomplete": "off"})
    )

    field_order = ["name", "username", "agency", "section", "role"]


class GiveRoleForm(RoleForm):
    valid_from = Day(label=_("Valid from"))
    valid_to = Day(label=_("Last day"), required=False)


class EndRoleForm(forms.Form):
    last_day = Day(label=_("Last day"), required=False, help_text=_("Leave it empty to end the role at once."))


class DelegateForm(OnceForm):
    """Who does the work of a role in the days of a leave."""

    to = forms.ModelChoiceField(label=_("Colleague"), queryset=User.objects.none())
    valid_from = Day(label=_("First day"))
    valid_to = Day(label=_("Last day"), help_text=_("After this day the work returns to you by itself."))

    def __init__(self, *args, membership: Membership, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Membership.objects.valid_on(timezone.localdate()).filter(party=membership.party_id)
        rows = rows.exclude(user=membership.user_id).exclude(role__in=DUTY_ADMINS)
        people = User.objects.filter(pk__in=rows.values("user"), is_active=True)
        self.fields["to"].queryset = people.order_by("name", "pk")


class EmergencyForm(OnceForm):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("What has happened, and what you have to do that your role does not allow. It is kept."),
    )
