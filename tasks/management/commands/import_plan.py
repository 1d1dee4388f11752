import json
import sys
from argparse import ArgumentParser
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.models import Membership, Region, User
from kernel import audit
from kernel.access import OPERATOR
from kernel.errors import Refused
from tasks import services
from tasks.enums import DraftState
from tasks.importer import MAX_BYTES, NotAPlan, PlanReading, read_plan
from tasks.importer.messages import HINTS
from tasks.models import PlanDraft

NOT_A_PLAN = 3  # exit code


class Command(BaseCommand):
    help = "Read a published plan (Word, Excel, PDF with text, web page, Markdown or text) and keep it as a draft."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--region", metavar="CODE", help="division code; without it the place the title names")
        parser.add_argument("--dry-run", action="store_true", help="only read; needs no database")
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="print what was read as JSON, and nothing else"
        )
        parser.add_argument("--accept-certain", action="store_true", help="make the plan if no task needs a decision")
        parser.add_argument("--by", metavar="USERNAME", help="who imports; without it the operator of the server")

    def handle(self, *, file: Path, dry_run: bool, **options) -> None:
        data = self.read(file)
        try:
            reading = read_plan(data, name=file.name)
        except NotAPlan as refusal:
            self.say(str(refusal.reason))
            sys.exit(NOT_A_PLAN)
        if dry_run:
            self.show(reading.as_json(), **options)
            return
        try:
            self.keep(reading, data, file.name, **options)
        except PermissionDenied as refusal:
            raise CommandError(_("This account may not import plans in this region.")) from refusal
        except Refused as refusal:
            raise CommandError(refusal.reason) from refusal

    def read(self, file: Path) -> bytes:
        try:
            with file.open("rb") as source:
                return source.read(MAX_BYTES + 1)
        except OSError as error:
            raise CommandError(_("The file cannot be opened: %(why)s.") % {"why": error.strerror}) from error

    def keep(self, reading: PlanReading, data: bytes, name: str, *, region, by, accept_certain, **options) -> None:
        region = self.find_region(region, reading)
        by = self.find_actor(by, region)
        at = timezone.now()
        with audit.acting(user_id=by.user and by.user.pk, membership_id=by.pk):
            draft = services.keep_draft(reading, data=data, name=name, region=region, by=by, at=at)
            self.show(draft.reading, **options)
            self.say_what_is_kept(draft, is_new=draft.created_at == at)
            if accept_certain and draft.state == DraftState.OPEN:
                self.accept(draft, by=by, at=at)

    def accept(self, draft: PlanDraft, **facts) -> None:
        """What is only worth a look stands as it was read."""
        if draft.plan:
            title = draft.plan.title
            self.say(_("“%(title)s” is in force here: look at the difference in the portal and accept it there.") % {
                "title": title
            })  # fmt: skip
            return
        try:
            with transaction.atomic():
                draft = services.settle_open(draft, codes=frozenset(HINTS), **facts)
                plan = services.accept_draft(draft, **facts)
        except Refused as refusal:
            self.say(_("The draft stays open. %(why)s") % {"why": refusal.reason})
        else:
            self.say(_("The plan “%(title)s” is in force.") % {"title": plan.title})

    def say_what_is_kept(self, draft: PlanDraft, *, is_new: bool) -> None:
        if is_new:
            self.stderr.write(
                _("Kept as draft %(number)s for %(region)s.") % {"number": draft.pk, "region": draft.region}
            )
        else:
            state = draft.get_state_display()
            facts = {"number": draft.pk, "region": draft.region, "state": state}
            self.say(_("%(region)s has this file already: draft %(number)s, %(state)s.") % facts)

    def find_region(self, code: str | None, reading: PlanReading) -> Region:
        """The region of that code, or the only one of the name in the title; anything else is asked for."""
        place = reading.document.jurisdiction
        today = Region.objects.valid_on(timezone.localdate())
        found = list(today.with_code(code) if code else today.filter(name=place))
        if len(found) != 1:
            text = _("No region, or more than one, is called “%(name)s”: give its division code with --region.")
            raise CommandError(text % {"name": code or place or ""})
        return found[0]

    def find_actor(self, username: str | None, region: Region):
        """The unit in which that user may import plans here; without a user name whoever runs the server."""
        if not username:
            return OPERATOR
        memberships = Membership.objects.acting(User.objects.filter(username=username).first())
        fitting = [row for row in memberships if row.has_perm("tasks.import_plan", region)]
        if not fitting:
            raise PermissionDenied
        return fitting[0]

    def say(self, sentence: str) -> None:
        """To stderr, as stdout may be read by a program."""
        self.stderr.write(sentence, lambda text: text)

    def show(self, reading: dict, *, as_json: bool, **options) -> None:
        if as_json:
            self.stdout.write(json.dumps(reading, ensure_ascii=False, indent=1))
            return
        tasks = reading["tasks"]
        self.stdout.write(reading["document"]["title"])
        for task in tasks:
            self.stdout.write(f"{task['number']:>4}  {task['title']}")
            self.stdout.write(f"      ● {'、'.join(task['lead'])}  ○ {'、'.join(task['participants'])}")
        count = ngettext("%(count)s task", "%(count)s tasks", len(tasks)) % {"count": len(tasks)}
        self.stdout.write(count)
        for doubt in reading["warnings"]:
            self.stdout.write(f"{doubt['line'] or '':>6}: {doubt['message']}")
