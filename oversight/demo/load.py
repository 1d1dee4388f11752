"""Load what is missing of the demonstration, through the same services as everything else."""

from datetime import datetime
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from agencies.enums import AgencyKind
from agencies.models import Agency, Region
from agencies.services.agencies import add_alias, add_section, create_agency
from agencies.services.region_lines import COLUMNS as REGION_COLUMNS
from agencies.services.region_lines import REQUIRED
from agencies.services.region_list import load_regions
from agencies.services.regions import lock_tree
from kernel.access import OPERATOR
from kernel.tables import read_table
from oversight.demo.accounts import open_accounts
from oversight.demo.bulletins import make_bulletins
from oversight.demo.closings import close_examples
from oversight.demo.commitments import sign_examples
from oversight.demo.duties import open_duties
from oversight.demo.events import record_examples
from oversight.demo.goals import set_goals
from oversight.demo.institutions import propose_examples, register_examples
from oversight.demo.meetings import hold_meetings
from oversight.demo.orders import issue_orders
from oversight.demo.practitioners import register_people
from oversight.demo.progress import report_examples
from oversight.demo.publications import publish_examples
from oversight.demo.quarters import report_past_quarters
from oversight.demo.self_inspections import ask_examples
from oversight.demo.verifications import verify_examples
from tasks.enums import DraftState
from tasks.importer import read_plan
from tasks.models import PlanDraft
from tasks.services import accept_draft, keep_draft, settle_open

FIXTURES = settings.BASE_DIR / "fixtures"
AGENCY_COLUMNS = ("region", "name", "short_name", "kind", "superior", "position", "aliases", "sections")
AGENCY_FILES = ("agencies-hangzhou.csv", "agencies-shangcheng.csv", "agencies-xihu.csv")
PLANS = {"hangzhou-plan.txt": "330100", "shangcheng-plan.txt": "330102", "xihu-plan.txt": "330106"}


@transaction.atomic
def load(*, at: datetime) -> None:
    """Regions, agencies, accounts, plans, and examples of the rest; what is there stays as people have changed it."""
    lock_tree()  # one at a time
    if not Region.objects.with_code("330100").exists():
        load_regions(read_table(FIXTURES / "regions-hangzhou.csv", columns=REGION_COLUMNS, required=REQUIRED))
    for file in AGENCY_FILES:
        load_agencies(FIXTURES / file, at=at)
    register_examples(at=at)
    open_accounts(at=at)
    for file, code in PLANS.items():
        load_plan(FIXTURES / file, Region.objects.with_code(code).get(), at=at)
    open_duties(at=at)
    propose_examples(at=at)
    register_people(at=at)
    issue_orders(at=at)
    publish_examples(at=at)
    record_examples(at=at)
    sign_examples(at=at)
    verify_examples(at=at)
    ask_examples(at=at)
    report_past_quarters(at=at)
    report_examples(at=at)
    set_goals(at=at)
    close_examples(at=at)
    hold_meetings(at=at)
    make_bulletins(at=at)


def load_agencies(file: Path, *, at: datetime) -> None:
    """The agencies of a file, with aliases and sections (each separated by ";"), unless their region has some."""
    rows = [row for _number, row in read_table(file, columns=AGENCY_COLUMNS, required=AGENCY_COLUMNS)]
    region = Region.objects.with_code(rows[0]["region"]).get()
    if Agency.objects.filter(party__region=region).exists():
        return
    superiors = {agency.party.name: agency for agency in Agency.objects.select_related("party")}
    for row in rows:
        agency = create_agency(
            name=row["name"], short_name=row["short_name"], kind=AgencyKind(row["kind"]), region=region,
            parent=superiors.get(row["superior"]), position=int(row["position"]), by=OPERATOR,
        )  # fmt: skip
        for alias in filter(None, row["aliases"].split(";")):
            add_alias(agency, name=alias, by=OPERATOR, on=timezone.localdate(at))
        for section in filter(None, row["sections"].split(";")):
            add_section(agency, name=section, by=OPERATOR)


def load_plan(file: Path, region: Region, *, at: datetime) -> None:
    """Import a published list and make the plan of it, unless the region has had this file."""
    data = file.read_bytes()
    if PlanDraft.objects.filter(region=region, sha256=sha256(data).hexdigest()).exists():
        return
    draft = keep_draft(read_plan(data, name=file.name), data=data, name=file.name, region=region, by=OPERATOR, at=at)
    if draft.state == DraftState.OPEN:
        accept_draft(settle_open(draft, by=OPERATOR, at=at), by=OPERATOR, at=at)
