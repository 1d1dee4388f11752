"""The agencies that a table names, understood as in the documents of the reader's region."""

from datetime import date
from functools import cached_property

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from agencies.models import Agency
from agencies.names import Jurisdiction, ResolutionKind
from kernel.admin.formats import Column


class Units:
    """By full name, alias or with the place elided; perm: what the reader may do about an agency that he names."""

    def __init__(self, *, by, perm: str, today: date):
        self.by, self.perm, self.today = by, perm, today

    @cached_property
    def jurisdiction(self) -> Jurisdiction:
        return Jurisdiction(self.by.party.region)

    def forget(self) -> None:
        """An agency was added: read them again."""
        vars(self).pop("jurisdiction", None)

    def named(self, text: str) -> Agency:
        """The one agency that a cell means (ValidationError)."""
        found = self.jurisdiction.resolution(text, self.today)
        if found.kind is ResolutionKind.AMBIGUOUS:
            names = pgettext("list", ", ").join(agency.party.name for agency in found.candidates)
            raise ValidationError(_("“%(text)s” can mean: %(names)s.") % {"text": text, "names": names})
        if found.agency is None:
            raise ValidationError(_("No agency is called “%(text)s”.") % {"text": text})
        if not self.by.has_perm(self.perm, found.agency):
            raise ValidationError(_("“%(text)s” lies outside your territory.") % {"text": text})
        return found.agency


def found_in(column: Column, units: Units, text: str) -> Agency:
    """As `named`, with the fault in its column."""
    try:
        return units.named(text)
    except ValidationError as error:
        raise ValidationError({str(column.heading): error}) from None
