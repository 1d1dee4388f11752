"""The demonstration's commitments: a text of the city, signed on the page and on paper, public, broken, and owed."""

import io
from datetime import datetime, timedelta

from django.utils import timezone
from PIL import Image, ImageDraw

from commitments.deadlines import text_for
from commitments.enums import CommitmentKind
from commitments.models import Commitment
from commitments.services.consequences import BROKEN, draft_for_the_public, record_breach
from commitments.services.duties import open_commitments
from commitments.services.signing import enter_commitment, sign_commitment
from commitments.services.templates import add_template
from disclosure import services as disclosure
from events.services import Facts
from institutions.models import Institution
from oversight.demo.accounts import acting
from practitioners.models import Practitioner

HOSPITAL, BROKEN_BY, OWES_IT = "示例第一医院", "示例口腔门诊部", "示例康仁诊所"
ON_PAPER, ALSO_SIGNED = 24, 4  # of the others that are only there; of the hospital's practitioners
END = "如违反上述承诺"
MORE = "十、（示例）积极配合本市多元化监管和信用评价工作，主动公开依法执业信息。\n"


def sign_examples(*, at: datetime) -> None:
    """Sign some in the names of the demonstration's people, unless the portal has some already; the rest is owed."""
    if Commitment.objects.exists():
        return
    year = timezone.localdate(at).year
    morning = min(at, timezone.make_aware(datetime(year, 1, 6, 10)))
    hospital = Institution.objects.select_related("party").get(name=HOSPITAL)
    _word_anew(at=morning)
    _publish(_sign(hospital, at=morning), at=min(at, morning + timedelta(days=5)))
    for person in Practitioner.objects.registered(institution=hospital.pk).order_by("pk")[:ALSO_SIGNED]:
        _sign(hospital, person, at=morning)
    others = Institution.objects.standing().exclude(name__in=[HOSPITAL, OWES_IT])
    for institution in others.select_related("party").order_by("pk")[: ON_PAPER + 1]:
        _enter(institution, at=morning)
    _break(at=at)
    open_commitments(day=timezone.localdate(at), at=at)


def _word_anew(*, at: datetime) -> None:
    by = acting("business")
    usual = text_for(CommitmentKind.INSTITUTION, by.region_path, on=timezone.localdate(at))
    if usual:
        title = f"示例·{usual.title}（{at.year} 年版）"
        add_template(
            CommitmentKind.INSTITUTION, region=by.party.region, title=title, text=usual.text.replace(END, MORE + END),
            valid_from=timezone.localdate(at), by=by, at=at,
        )  # fmt: skip


def _sign(institution: Institution, person: Practitioner | None = None, *, at: datetime) -> Commitment:
    kind = CommitmentKind.PRACTITIONER if person else CommitmentKind.INSTITUTION
    text = text_for(kind, institution.region_path, on=timezone.localdate(at))
    name = person.name if person else institution.principal
    return sign_commitment(institution, practitioner=person, name=name, seen=text, by=acting("hospital"), at=at)


def _enter(institution: Institution, *, at: datetime) -> None:
    enter_commitment(
        institution, name=institution.principal or "示例", year=timezone.localdate(at).year,
        signed_on=timezone.localdate(at), scan=_paper(), by=acting("handler"), at=at,
    )  # fmt: skip


def _paper() -> io.BytesIO:
    """What a scanner gives: a sheet with lines, and a mark where a signature is."""
    sheet = Image.new("L", (420, 594), 255)
    pen = ImageDraw.Draw(sheet)
    for line in range(60, 480, 22):
        pen.line((50, line, 370, line), fill=150, width=2)
    pen.line((240, 540, 270, 520, 290, 545, 330, 515), fill=30, width=3)
    picture = io.BytesIO()
    sheet.save(picture, "PNG")
    picture.name = "示例承诺书.png"
    return picture


def _publish(commitment: Commitment, *, at: datetime) -> None:
    handler, reviewer, leader = acting("handler"), acting("reviewer"), acting("leader")
    draft = disclosure.submit_draft(draft_for_the_public(commitment, by=handler, at=at), by=handler, at=at)
    draft = disclosure.pass_privacy_check(draft, by=reviewer, at=at)
    disclosure.publish(disclosure.pass_secrecy_check(draft, by=leader, at=at), by=leader, at=at)


def _break(*, at: datetime) -> None:
    commitment = Commitment.objects.select_related("party").get(institution__name=BROKEN_BY)
    day = max(commitment.signed_on, timezone.localdate(at) - timedelta(days=5))
    facts = Facts(
        kind=BROKEN, subject=commitment.party, occurred_on=day, level="minor", title="示例·未按承诺处置医疗废物",
        text="示例·医疗废物暂存超过 2 天，违反承诺书第四项。",
    )  # fmt: skip
    record_breach(commitment, facts, by=acting("officer"), at=at)
