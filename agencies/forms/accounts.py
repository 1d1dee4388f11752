"""The shape of what is entered about accounts, roles, delegations and emergencies."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.enums import DUTY_ADMINS, INSTITUTION_ROLES, Role
from agencies.models import Agency, Membership, Section, User
from agencies.models.accounts import username_rule
from kernel.forms import Day
from kernel.once import OnceForm

AGENCY_ROLES = [choice for choice in Role.choices if choice[0] not in INSTITUTION_ROLES]


class AgencyChoice(forms.ModelChoiceField):
    def label_from_instance(self, agency):
        return agency.party.name


class SectionChoice(forms.ModelChoiceField):
    def label_from_instance(self, section):
        return f"{section.agency.party.name} · {section.name}"


class RoleForm(OnceForm):
    """A role in an agency of the territory, and in one of its sections."""

    agency = AgencyChoice(label=_("Agency"), queryset=Agency.objects.none())
    section = SectionChoice(label=_("Section"), queryset=Section.objects.none(), required=False)
    role = forms.ChoiceField(label=_("Role"), choices=[("", "—"), *AGENCY_ROLES])

    def __init__(self, *args, by: Membership, **kwargs):
        super().__init__(*args, **kwargs)
        agencies = Agency.objects.visible_to(by).valid_on(timezone.localdate())
        order = ("party__region_path", "position", "pk")
        self.fields["agency"].queryset = agencies.select_related("party").order_by(*order)
        sections = Section.objects.filter(agency__in=agencies, is_active=True).select_related("agency__party")
        self.fields["section"].queryset = sections.order_by("agency__position", "agency_id", "name", "pk")

    def clean(self):
        facts = super().clean()
        agency, section = facts.get("agency"), facts.get("section")
        if agency and section and section.agency_id != agency.pk:
            self.add_error("section", _("Choose a section of the agency above."))
        return facts


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
