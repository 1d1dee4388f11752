from tests.access.roles import BUSINESS, Page

COORDINATORS = BUSINESS - {"police"}
ANYWHERE = {"reports.view_dashboard": COORDINATORS, "reports.view_own_tasks": BUSINESS}
PAGES = {
    "reports:dashboard": Page(COORDINATORS),
    "reports:home": Page(BUSINESS),
    "reports:rows": Page(BUSINESS),
    "reports:definitions": Page(BUSINESS),
    "api:dashboard-list": Page(COORDINATORS),
    "api:dashboard-duties": Page(BUSINESS),
}
