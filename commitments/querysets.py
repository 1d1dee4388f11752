"""The reading vocabulary of commitments and their texts."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Length

from agencies.access import in_scope
from agencies.enums import INSTITUTION_ROLES
from commitments.enums import CommitmentKind
from institutions.querysets import around

EVERYWHERE = ""  # the path of a text that is nobody's in particular


class CommitmentTemplateQuerySet(QuerySet):
    def visible_to(self, by):
        """Those of the territory, and those of the territories around, which hold there too."""
        if not by.has_perm("commitments.view_commitmenttemplate"):
            return self.none()
        wider = Q(region_path__in=[EVERYWHERE, *around(by.region_path)])
        if by.role in INSTITUTION_ROLES:
            return self.filter(wider)
        return self.filter(wider | Q(region_path__startswith=by.region_path))

    def holding_at(self, kind: str, region_path: str, *, on: date):
        """Those that hold at a place on a day, what counts last: of the smallest territory, from the latest day."""
        rows = self.filter(kind=kind, region_path__in=[EVERYWHERE, *around(region_path)], valid_from__lte=on)
        return rows.order_by(Length("region_path"), "valid_from", "number")


class CommitmentQuerySet(QuerySet):
    def visible_to(self, by):
        """Those made in institutions of the territory."""
        return self.filter(in_scope(by, "commitments.commitment", path="institution__region_path"))

    def shared_with(self, by):
        """An institution's own and its people's, for those who work there."""
        return self.filter(institution=by.party_id) if by.role in INSTITUTION_ROLES else self.none()

    def of_institutions(self):
        return self.filter(kind=CommitmentKind.INSTITUTION)

    def made_by(self, party: str, institution: str, *, year):
        """Whether somebody has committed himself, for a query whose columns name him and the institution."""
        return Exists(self.filter(party=OuterRef(party), institution=OuterRef(institution), year=year))
