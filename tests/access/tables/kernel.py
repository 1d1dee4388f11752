from kernel import audit
from kernel.models import AuditRow
from tasks.models import Plan
from tests.access.roles import EVERYBODY, AdminPages, Page


def make_rows(place) -> dict:
    """The trace of something the member did. The transaction keeps who acts, so these rows are the last to be made."""
    member = place.rows["member"]
    with audit.acting(user_id=member.user_id, membership_id=member.pk, region_path=place.region.path):
        Plan.objects.filter(pk=place.rows["plan"].pk).update(issuer=f"Issuer-{place.mark}")
    return {"trace": AuditRow.objects.get(region_path=place.region.path)}


ANYWHERE = {
    "kernel.enter_admin": {"business_admin", "system_admin", "security_admin"},
    "kernel.view_audit": {"audit_admin"},
    "kernel.load_calendar": {"business_admin"},
    "kernel.view_calendaryear": {"business_admin", "system_admin"},
}
OWN_TESTS = {
    "kernel.view_whole_audit": "tests/kernel",
    "kernel.view_job": "about the person itself; tests/kernel",
    "kernel.run_job": "about the person itself; tests/kernel",
    "kernel.cancel_job": "about the person itself; tests/kernel",
    "kernel.save_view": "for the person itself; tests/kernel/test_saved_views.py",
    "kernel.view_savedview": "about the person itself; tests/kernel/test_saved_views.py",
}
SEEN_BY = {"kernel.AuditRow": {"audit_admin"}}
SEEN_OTHERWISE = {
    "kernel.Job": "by whoever started it; tests/kernel/test_jobs.py",
    "kernel.SavedView": "by whoever keeps it; tests/kernel/test_saved_views.py",
}
PAGES = {
    "kernel:audit": Page({"audit_admin"}),
    "kernel:export_audit": Page({"audit_admin"}, post=True),
    "kernel:jobs": Page(EVERYBODY),
}
ELSEWHERE = {
    "set_language": "open; tests/front",
    "healthz": "open; tests/kernel/test_health.py",
    "kernel:file": "by purpose; tests/kernel/test_serving_files.py",
    "kernel:thumbnail": "by purpose; tests/kernel/test_serving_files.py",
    "kernel:save_view": "for the person itself; tests/kernel/test_saved_views.py",
    "kernel:drop_view": "own views; tests/kernel/test_saved_views.py",
    "kernel:job": "own jobs; tests/kernel",
    "kernel:cancel_job": "own jobs; tests/kernel",
}
ADMIN = {
    "kernel.CalendarYear": AdminPages({"business_admin", "system_admin"}),
    "kernel.Day": AdminPages({"business_admin", "system_admin"}),
}
