"""The shape of what is entered about agencies, their names and their end."""

from django import forms
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.enums import AgencyKind
from agencies.forms.accounts import AgencyChoice
from agencies.models import Agency, Membership, Region
from agencies.models.region import STEP
from kernel.forms import Day
from kernel.once import OnceForm

IN_ORDER = ("party__region_path", "position", "pk")


def placed_at_or_above(path: str):
    """The agencies of a region and of those above it: who may be the superior of one there."""
    line = [path[:end] for end in range(STEP, len(path) + 1, STEP)]
    return Agency.objects.filter(party__region_path__in=line).select_related("party")


class RegionChoice(forms.ModelChoiceField):
    def label_from_instance(self, region):
        return "　" * (region.depth - 1) + region.name


class AgencyForm(forms.Form):
    """What is recorded about an agency; a new one also says its region, which then stays."""

    name = forms.CharField(
        label=_("Full name"), max_length=120, help_text=_("With its place, as in “Hangzhou Public Security Bureau”.")
    )
    short_name = forms.CharField(label=_("Short name"), max_length=30, help_text=_("As a heading of the matrix."))
    kind = forms.ChoiceField(label=_("Competence"), choices=[("", "—"), *AgencyKind.choices])
    parent = AgencyChoice(label=_("Superior agency"), queryset=Agency.objects.none(), required=False)
    position = forms.IntegerField(
        label=_("Order in the matrix"),
        min_value=0,
        max_value=32_000,
        help_text=_("Smaller numbers stand further left."),
    )
    valid_from = Day(label=_("First day"), required=False)

    def __init__(self, *args, by: Membership, agency: Agency | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        path = agency.region_path if agency else by.region_path
        superiors = placed_at_or_above(path).valid_on(timezone.localdate())
        if agency:
            superiors = superiors.exclude(pk=agency.pk) | Agency.objects.filter(pk=agency.parent_id)
        self.fields["parent"].queryset = superiors.select_related("party").order_by(*IN_ORDER)


class NewAgencyForm(OnceForm, AgencyForm):
    region = RegionChoice(label=_("Region"), queryset=Region.objects.none())
    field_order = ("region",)

    def __init__(self, *args, by: Membership, **kwargs):
        super().__init__(*args, by=by, **kwargs)
        deepest = len(by.region_path) + 2 * STEP  # of a province its cities and districts, of a city also the streets
        regions = Region.objects.visible_to(by).valid_on(timezone.localdate()).alias(depth=Length("path"))
        self.fields["region"].queryset = regions.filter(depth__lte=deepest).order_by("path")
        self.fields["parent"].queryset = (
            (placed_at_or_above(by.region_path) | Agency.objects.visible_to(by))
            .select_related("party")
            .order_by(*IN_ORDER)
        )


class AliasForm(forms.Form):
    name = forms.CharField(label=_("Name as printed"), max_length=100)
    source = forms.CharField(
        label=_("Source"), max_length=200, required=False, help_text=_("The document in which it is printed.")
    )


class SectionForm(forms.Form):
    name = forms.CharField(label=_("Name of the section"), max_length=60)


class EndForm(forms.Form):
    on = Day(label=_("Last day"))


class HandOverForm(forms.Form):
    """To whom, from which day, why; what passes is shown before it is confirmed."""

    taker = AgencyChoice(label=_("Successor"), queryset=Agency.objects.none())
    on = Day(label=_("First day of the successor"), help_text=_("The agency ends the day before."))
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args, by: Membership, giver: Agency, **kwargs):
        super().__init__(*args, **kwargs)
        takers = Agency.objects.visible_to(by).valid_on(timezone.localdate()).exclude(pk=giver.pk)
        self.fields["taker"].queryset = takers.select_related("party").order_by(*IN_ORDER)


class TerritoryForm(forms.Form):
    """The filter of the list by territory: the regions that have agencies."""

    def __init__(self, *args, by: Membership, **kwargs):
        super().__init__(*args, **kwargs)
        regions = Region.objects.visible_to(by).filter(parties__agency__isnull=False).distinct().order_by("path")
        choices = [(str(region.pk), "　" * (region.depth - 1) + region.name) for region in regions]
        self.fields["region"] = forms.ChoiceField(
            label=_("Territory"), required=False, choices=[("", _("All territories")), *choices]
        )
