"""The reading vocabulary of checklists, programmes, rounds and reports."""

from datetime import date

from django.db.models import Q, QuerySet

from agencies.access import NOTHING, in_scope
from agencies.enums import INSTITUTION_ROLES
from inspections.enums import ChecklistState, ProgrammeState, ReportState, SelfInspectionKind
from inspections.workflow import HANDED_IN, OPEN
from institutions.querysets import around
from kernel.models import EditableQuerySet

EVERYWHERE = ""  # the path of the portal's own checklists


def _here_and_around(by) -> Q:
    """What was set for the unit's territory, below it, and for the territories around, which holds there too."""
    wider = Q(region_path__in=[EVERYWHERE, *around(by.region_path)])
    return wider if by.role in INSTITUTION_ROLES else wider | Q(region_path__startswith=by.region_path)


def _drafts(by, perm: str) -> Q:
    """Those that whoever has the right may word."""
    return Q(state="draft", region_path__startswith=by.region_path) if by.has_perm(perm) else NOTHING


class ChecklistQuerySet(EditableQuerySet):
    def visible_to(self, by):
        """Drafts only for those who may word them."""
        if not by.has_perm("inspections.view_checklist"):
            return self.none()
        shown = ~Q(state=ChecklistState.DRAFT) | _drafts(by, "inspections.change_checklist")
        return self.filter(_here_and_around(by), shown)

    def published(self):
        return self.filter(state=ChecklistState.PUBLISHED)

    def valid_on(self, day: date):
        ends = Q(valid_to__isnull=True) | Q(valid_to__gte=day)
        return self.published().filter(ends, valid_from__lte=day)

    def usable_at(self, region_path: str, *, on: date):
        """Those that rounds of a territory may ask by: its own, those around and the portal's, unless they have
        ended."""
        rows = self.published().filter(region_path__in=[EVERYWHERE, *around(region_path)])
        return rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on)).order_by("-region_path", "title", "-number")


class ChecklistItemQuerySet(QuerySet):
    def active_on(self, day: date):
        begins = Q(active_from__isnull=True) | Q(active_from__lte=day)
        return self.filter(begins, Q(active_to__isnull=True) | Q(active_to__gte=day))


class ProgrammeQuerySet(EditableQuerySet):
    def visible_to(self, by):
        """Drafts only for those who may word them."""
        if not by.has_perm("inspections.view_programme"):
            return self.none()
        shown = ~Q(state=ProgrammeState.DRAFT) | _drafts(by, "inspections.change_programme")
        return self.filter(_here_and_around(by), shown)

    def published(self):
        return self.filter(state=ProgrammeState.PUBLISHED)


class RoundQuerySet(QuerySet):
    def visible_to(self, by):
        """Once published, for those who supervise; an institution sees what it owes."""
        if not by.has_perm("inspections.view_round"):
            return self.none()
        return self.filter(_here_and_around(by)).exclude(programme__state=ProgrammeState.DRAFT)

    def special(self):
        return self.filter(kind=SelfInspectionKind.SPECIAL)

    def running_on(self, day: date):
        """Those whose reports are opened on a day: of published programmes, and special ones."""
        published = Q(programme__state=ProgrammeState.PUBLISHED) | Q(kind=SelfInspectionKind.SPECIAL)
        return self.filter(published, opens_on__lte=day, due_on__gte=day)


class SelfInspectionQuerySet(EditableQuerySet):
    def visible_to(self, by):
        return self.filter(in_scope(by, "inspections.selfinspection"))

    def shared_with(self, by):
        """The own institution's, for those who work there."""
        return self.filter(institution=by.party_id) if by.role in INSTITUTION_ROLES else self.none()

    def open(self):
        return self.filter(state__in=sorted(OPEN))  # word for word the index's condition

    def handed_in(self):
        return self.filter(state__in=sorted(HANDED_IN))

    def owed(self):
        """All but those that were taken back."""
        return self.exclude(state=ReportState.CANCELLED)


class SampleQuerySet(QuerySet):
    def visible_to(self, by):
        return self.filter(in_scope(by, "inspections.selfinspection"))
