"""The reading vocabulary of meetings and their decisions."""

from agencies.access import in_scope
from kernel.models import EditableQuerySet
from meetings.enums import MeetingState


class MeetingQuerySet(EditableQuerySet):
    def visible_to(self, by):
        return self.filter(in_scope(by, "meetings.meeting"))

    def shared_with(self, by):
        """Those to which the acting unit is or was invited."""
        if not by.has_perm("meetings.view_meeting"):
            return self.none()
        return self.filter(invitations__agency=by.party_id)


class DecisionQuerySet(EditableQuerySet):
    def visible_to(self, by):
        return self.filter(in_scope(by, "meetings.decision", path="meeting__region_path"))

    def shared_with(self, by):
        if not by.has_perm("meetings.view_decision"):
            return self.none()
        return self.filter(meeting__state=MeetingState.CONFIRMED, meeting__invitations__agency=by.party_id)
