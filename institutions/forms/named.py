"""Whom a form means by what is typed: by whole name, or by the code of an institution."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from agencies.enums import NATURAL, PartyKind
from agencies.models import Party, Region
from institutions.lists import regions_kept_by
from institutions.models import Institution
from institutions.regions import Regions

LONG = 100  # regions in a list to choose from
PLACES = 5  # told of those who have one name


class Named(forms.CharField):
    """The whole name of a party, or the code of an institution; of what is recorded it shows the name."""

    def prepare_value(self, value):
        return value.name if isinstance(value, Party) else value


class RegionNamed(forms.CharField):
    """One of many regions by what `Regions` understands; of what is recorded it shows the name."""

    def __init__(self, *, regions: Regions, **kwargs):
        super().__init__(**kwargs)
        self.regions = regions

    def prepare_value(self, value):
        return self.regions.words(value.path) if isinstance(value, Region) else value

    def clean(self, value):
        key, _path = self.regions.named(super().clean(value))
        return Region.objects.get(pk=key)


def region_field(by) -> forms.Field:
    """Of the territory of `by`: a list to choose from, or, where that would be long, a name to type."""
    today = timezone.localdate()
    regions = regions_kept_by(by, on=today)
    if len(regions[: LONG + 1]) <= LONG:
        return forms.ModelChoiceField(label=_("Region"), queryset=regions)
    hint = _("Its name or division code; where several have the name, with the names from above: Xihu/Beishan.")
    return RegionNamed(label=_("Region"), regions=Regions(by=by, on=today), max_length=200, help_text=hint)


def owner_meant(text: str) -> Party:
    """Whoever can run an institution and has not ended, wherever it is; no natural person (ValidationError)."""
    rows = Party.objects.exclude(kind__in=NATURAL).filter(valid_to__isnull=True)
    return _meant(text, rows, _("No agency, institution or other body has this name or code."))


def institution_meant(text: str, *, by) -> Institution:
    """One of the territory that has not closed (ValidationError)."""
    seen = Institution.objects.visible_to(by)
    rows = Party.objects.filter(
        kind=PartyKind.INSTITUTION, region_path__startswith=by.region_path, valid_to__isnull=True
    )
    party = _meant(text, rows, _("No institution of your territory has this name or code, or it is closed."))
    return seen.get(pk=party.pk)


def _meant(text: str, rows, unknown: str) -> Party:
    coded = Institution.objects.with_code("".join(text.split()).upper()).values("pk")
    found = list(rows.filter(pk__in=coded)[:2])
    if not found:
        named = rows.named(text).filter(name=text).select_related("region")
        found = list(named.order_by("region_path", "pk")[:PLACES])
    if not found:
        raise forms.ValidationError(unknown)
    if len(found) > 1:
        words = _("Several have this name or code, in %(places)s: write the code of the institution that is meant.")
        places = pgettext("list", ", ").join(dict.fromkeys(party.region.name for party in found))
        raise forms.ValidationError(words % {"places": places})
    return found[0]
