"""Tables of agencies."""

from django.utils import timezone
from django.utils.translation import gettext_lazy

from agencies.enums import AgencyKind
from agencies.importers.cells import as_words, day_column, number, one_of, text
from agencies.importers.regions import Regions
from agencies.importers.units import Units, found_in
from agencies.models import Agency
from agencies.services.agencies import change_agency, create_agency
from kernel.access import require
from kernel.admin.formats import Column
from kernel.admin.tables import TableResource

POSITION = Agency._meta.get_field("position").default


class AgencyTable(TableResource):
    """Agencies by region and full name. A superior that lies outside the reader's territory is not shown, and stays."""

    columns = {
        "region": Column(gettext_lazy("Division code"), required=True),
        "name": Column(gettext_lazy("Full name"), required=True, read=text(120)),
        "short_name": Column(gettext_lazy("Short name"), required=True, read=text(30)),
        "kind": Column(gettext_lazy("Competence"), required=True, read=one_of(AgencyKind), show=as_words),
        "parent": Column(gettext_lazy("Superior agency"), clears=True, read=text(120)),
        "position": Column(gettext_lazy("Position"), read=number),
        "valid_from": day_column(gettext_lazy("Valid from")),
    }
    key = ("region", "name")

    class Meta:
        model = Agency

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        today = timezone.localdate(self.at)
        self.regions = Regions(today)
        self.units = Units(by=self.by, perm="agencies.change_agency", today=today)
        rows = Agency.objects.visible_to(self.by).filter(party__valid_to=None).select_related("party").order_by("pk")
        self.known = {(agency.party.region_id, agency.party.name): agency for agency in rows}
        self.names = {agency.pk: agency.party.name for agency in rows}

    def find(self, facts):
        region = self.regions.named(facts["region"])
        require(self.by, "agencies.add_agency", region)
        return self.known.get((region.pk, facts["name"]))

    def values(self, record):
        return {
            "region": self.regions.reference(record.party.region_id),
            "name": record.party.name,
            "short_name": record.short_name,
            "kind": AgencyKind(record.kind),
            "parent": self.names.get(record.parent_id),
            "position": record.position,
            "valid_from": record.party.valid_from,
        }

    def create(self, facts):
        region = self.regions.named(facts["region"])
        agency = create_agency(
            name=facts["name"],
            short_name=facts["short_name"],
            kind=facts["kind"],
            region=region,
            by=self.by,
            parent=self.superior(facts.get("parent")),
            position=facts.get("position", POSITION),
            valid_from=facts.get("valid_from"),
        )
        self.known[region.pk, agency.party.name] = agency
        self.names[agency.pk] = agency.party.name
        self.units.forget()
        return agency

    def change(self, record, facts):
        now = self.values(record) | facts
        change_agency(
            record,
            name=now["name"],
            short_name=now["short_name"],
            kind=now["kind"],
            parent=self.superior(facts["parent"]) if "parent" in facts else record.parent,
            position=now["position"],
            valid_from=now["valid_from"],
            by=self.by,
        )

    def superior(self, name: str | None) -> Agency | None:
        return found_in(self.columns["parent"], self.units, name) if name else None
