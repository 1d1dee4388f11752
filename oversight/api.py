"""The API's root: `/api/v1/`, its schema and its documentation."""

from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import redirect
from django.urls import include, path, re_path
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.routers import DefaultRouter
from rest_framework.views import APIView

from agencies.api.views import AgencyViewSet, RegionViewSet
from commitments.api.views import CommitmentTemplateViewSet, CommitmentViewSet
from disclosure.api.views import PublicationViewSet
from events.api.views import EventViewSet
from inspections.api.asking import ChecklistViewSet, ProgrammeViewSet, RoundViewSet
from inspections.api.reports import SelfInspectionViewSet
from institutions.api.changes import ChangeRequestViewSet
from institutions.api.permits import EquipmentViewSet, PermitViewSet
from institutions.api.supervised import ObjectViewSet
from institutions.api.verifications import VerificationViewSet
from institutions.api.views import InstitutionViewSet
from meetings.api.views import DecisionViewSet, MeetingViewSet
from notices.api.views import NoticeViewSet
from obligations.api.views import (
    DutyViewSet,
    ExtensionViewSet,
    FeedView,
    LadderViewSet,
    LimitViewSet,
    OrderViewSet,
)
from practitioners.api.assessments import AssessmentViewSet
from practitioners.api.people import PractitionerViewSet
from practitioners.api.registrations import RegistrationViewSet
from reports.api.bulletins import BulletinViewSet
from reports.api.views import DashboardViewSet
from tasks.api.assignments import AssignmentViewSet
from tasks.api.closings import ClosingViewSet
from tasks.api.drafts import DraftViewSet
from tasks.api.goals import MilestoneViewSet, OccurrenceViewSet, PhaseViewSet, ReachViewSet, RecurrenceViewSet
from tasks.api.views import PlanViewSet, ProgressEntryViewSet, ResponsibilityViewSet, TaskViewSet

app_name = "api"


class Docs(SpectacularSwaggerSplitView):
    """The description to read and to try out; its page has no script of its own, so that the site's policy holds."""

    url_name = "api:schema"
    template_name = "api/docs.html"

    def handle_exception(self, exc):
        if self.request.user.is_anonymous:
            return redirect_to_login(self.request.get_full_path())
        return super().handle_exception(exc)


@extend_schema(exclude=True)
class Nowhere(APIView):
    """Whatever is not an address of the API: a problem document, or the address with its slash."""

    def dispatch(self, request, *args, **kwargs):
        if request.method in {"GET", "HEAD"} and not request.path.endswith("/"):
            return redirect(request.get_full_path(force_append_slash=True))
        return super().dispatch(request, *args, **kwargs)

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        raise Http404


router = DefaultRouter()
router.include_format_suffixes = False
router.register("regions", RegionViewSet, basename="region")
router.register("agencies", AgencyViewSet, basename="agency")
router.register("duties", DutyViewSet, basename="duty")
router.register("extensions", ExtensionViewSet, basename="extension")
router.register("orders", OrderViewSet, basename="order")
router.register("limits", LimitViewSet, basename="limit")
router.register("ladder", LadderViewSet, basename="ladder")
router.register("events", EventViewSet, basename="event")
router.register("institutions", InstitutionViewSet, basename="institution")
router.register("change-requests", ChangeRequestViewSet, basename="change_request")
router.register("permits", PermitViewSet, basename="permit")
router.register("equipment", EquipmentViewSet, basename="equipment")
router.register("objects", ObjectViewSet, basename="object")
router.register("practitioners", PractitionerViewSet, basename="practitioner")
router.register("registrations", RegistrationViewSet, basename="registration")
router.register("assessments", AssessmentViewSet, basename="assessment")
router.register("commitments", CommitmentViewSet, basename="commitment")
router.register("commitment-templates", CommitmentTemplateViewSet, basename="commitment_template")
router.register("notices", NoticeViewSet, basename="notice")
router.register("publications", PublicationViewSet, basename="publication")
router.register("plans", PlanViewSet, basename="plan")
router.register("drafts", DraftViewSet, basename="draft")
router.register("tasks", TaskViewSet, basename="task")
router.register("assignments", AssignmentViewSet, basename="assignment")
router.register("responsibilities", ResponsibilityViewSet, basename="responsibility")
router.register("entries", ProgressEntryViewSet, basename="entry")
router.register("closings", ClosingViewSet, basename="closing")
router.register("self-inspections", SelfInspectionViewSet, basename="self_inspection")
router.register("verifications", VerificationViewSet, basename="verification")
router.register("checklists", ChecklistViewSet, basename="checklist")
router.register("self-inspection-programmes", ProgrammeViewSet, basename="programme")
router.register("self-inspection-rounds", RoundViewSet, basename="round")
router.register("meetings", MeetingViewSet, basename="meeting")
router.register("decisions", DecisionViewSet, basename="decision")
router.register("phases", PhaseViewSet, basename="phase")
router.register("milestones", MilestoneViewSet, basename="milestone")
router.register("reaches", ReachViewSet, basename="reach")
router.register("recurrences", RecurrenceViewSet, basename="recurrence")
router.register("occurrences", OccurrenceViewSet, basename="occurrence")
router.register("bulletins", BulletinViewSet, basename="bulletin")
router.register("dashboard", DashboardViewSet, basename="dashboard")

urlpatterns = [
    path("v1/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("v1/docs/", Docs.as_view(), name="docs"),
    path("v1/feed/", FeedView.as_view(), name="feed"),
    path("v1/", include(router.urls)),
    re_path("", Nowhere.as_view()),
]
