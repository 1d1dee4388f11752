"""Tables of regions, and how other tables name a region."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from agencies.enums import CodeScheme, RegionKind
from agencies.importers.cells import as_words, day_column, one_of, text
from agencies.models import Region, RegionCode
from agencies.services.regions import add_region, change_region, end_region
from kernel.access import require
from kernel.admin.formats import Column
from kernel.admin.tables import TableResource


class Regions:
    """Regions by official code or, where there is none, by the code above and the name: 330100/River Zone."""

    def __init__(self, today: date):
        in_force = RegionCode.objects.valid_on(today).filter(scheme=CodeScheme.CIVIL_AFFAIRS).order_by("-pk")
        self.codes = dict(in_force.values_list("region_id", "code"))
        self.rows = {region.pk: region for region in Region.objects.valid_on(today)}
        self.by_reference = {self.reference(pk): region for pk, region in self.rows.items()}

    def named(self, reference: str) -> Region:
        region = self.by_reference.get(reference)
        if region is None:
            raise ValidationError(_("No region has the code “%(text)s” today.") % {"text": reference})
        return region

    def reference(self, pk: int | None) -> str | None:
        if pk is None or pk in self.codes or pk not in self.rows:
            return self.codes.get(pk)
        region = self.rows[pk]
        above = self.reference(region.parent_id)
        return f"{above}/{region.name}" if above else region.name

    def learn(self, region: Region, code: str | None) -> None:
        self.rows[region.pk] = region
        if code:
            self.codes[region.pk] = code
        self.by_reference[self.reference(region.pk)] = region


class RegionTable(TableResource):
    """Regions by division code; a place without one by the region above and its name. Places do not move."""

    columns = {
        "code": Column(gettext_lazy("Division code"), read=text(12)),
        "name": Column(pgettext_lazy("region", "Name"), required=True, read=text(60)),
        "kind": Column(gettext_lazy("Kind"), required=True, read=one_of(RegionKind), show=as_words),
        "parent": Column(gettext_lazy("Region above")),
        "valid_from": day_column(gettext_lazy("Valid from")),
        "valid_to": day_column(gettext_lazy("Valid until")),
    }
    key = ("parent", "code", "name")

    class Meta:
        model = Region

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.regions = Regions(timezone.localdate(self.at))

    def key_of(self, facts):
        return (facts["code"],) if facts.get("code") else (facts.get("parent"), facts["name"])

    def find(self, facts):
        found = self.regions.by_reference.get("/".join(filter(None, self.key_of(facts))))
        if found is not None:
            require(self.by, "agencies.change_region", found)
        return found

    def values(self, record):
        return {
            "code": self.regions.codes.get(record.pk),
            "name": record.name,
            "kind": RegionKind(record.kind),
            "parent": self.regions.reference(record.parent_id),
            "valid_from": record.valid_from,
            "valid_to": record.valid_to,
        }

    def create(self, facts):
        parent = self.regions.named(facts["parent"]) if facts.get("parent") else None
        if parent is None and self.by.region_path and not self.by.user.is_superuser:
            raise ValidationError({str(self.columns["parent"].heading): _("Name the region above.")})
        region = add_region(
            parent,
            facts["kind"],
            facts["name"],
            by=self.by,
            code=facts.get("code") or "",
            valid_from=facts.get("valid_from"),
        )
        self.regions.learn(region, facts.get("code"))
        if facts.get("valid_to"):
            end_region(region, on=facts["valid_to"], by=self.by)
        return region

    def change(self, record, facts):
        if "parent" in facts:
            raise ValidationError({str(self.columns["parent"].heading): _("A region does not move in the tree.")})
        kept = {name: getattr(record, name) for name in ("name", "kind", "valid_from", "valid_to")}
        change_region(record, by=self.by, **kept | {name: facts[name] for name in kept.keys() & facts})
