"""The reading vocabulary of bulletins."""

from django.db.models import Q

from agencies.access import in_scope
from kernel.models import EditableQuerySet
from reports.enums import BulletinState


class BulletinQuerySet(EditableQuerySet):
    def visible_to(self, by):
        """Of the territory: what is signed, and the unit's own drafts."""
        shown = Q(state=BulletinState.FINAL)
        own = Q(issuer=by.party_id)
        return self.filter(in_scope(by, "reports.bulletin")).filter(shown | own)

    def shared_with(self, by):
        """What is signed, of plans in which the acting unit has a part."""
        if not by.has_perm("reports.view_bulletin"):
            return self.none()
        plans = self.model.plan.field.related_model.objects.filter(tasks__responsibilities__agency=by.party_id)
        return self.filter(state=BulletinState.FINAL, plan__in=plans.values("pk"))

    def standing(self):
        return self.exclude(state=BulletinState.DISCARDED)


class TemplateQuerySet(EditableQuerySet):
    def visible_to(self, by):
        return self.filter(in_scope(by, "reports.bulletintemplate"))
