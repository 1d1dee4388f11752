"""The demonstration's practitioners: of the hospital, the dental clinic and the clinic; all made up, numbers too."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from disclosure.masking.cards import card_check
from institutions.models import Institution
from kernel.access import OPERATOR
from kernel.workdays import add_months
from oversight.demo.institutions import party_of
from practitioners.enums import DoctorCategory, Profession, RegistrationKind
from practitioners.models import Practitioner
from practitioners.services.assessments import add_assessment
from practitioners.services.people import add_practitioner
from practitioners.services.registrations import register
from practitioners.services.renewals import open_renewals

HOSPITAL, DENTAL, CLINIC = "示例第一医院", "示例口腔门诊部", "示例康仁诊所"
NOWHERE = "330199"  # of identity cards: no division has this code


@dataclass(frozen=True)
class DemoPerson:
    """ends_in: days until the registration ends, of nurses.  beside: where the person is registered, too."""

    name: str
    at: str
    profession: Profession
    scope: str
    category: str = ""
    ends_in: int | None = None
    beside: str = ""


DOCTOR, NURSE = Profession.DOCTOR, Profession.NURSE
PEOPLE = (
    DemoPerson("赵示例", HOSPITAL, DOCTOR, "内科专业", DoctorCategory.CLINICAL),
    DemoPerson("钱示例", HOSPITAL, DOCTOR, "外科专业", DoctorCategory.CLINICAL, beside=CLINIC),
    DemoPerson("孙示例", HOSPITAL, DOCTOR, "中医专业", DoctorCategory.TCM),
    DemoPerson("周小示例", HOSPITAL, Profession.ASSISTANT, "儿科专业", DoctorCategory.CLINICAL),
    DemoPerson("吴示例", HOSPITAL, NURSE, "护理", ends_in=1200),
    DemoPerson("郑示例", HOSPITAL, NURSE, "护理", ends_in=75),
    DemoPerson("王小示例", HOSPITAL, NURSE, "助产", ends_in=35),
    DemoPerson("冯示例", HOSPITAL, NURSE, "护理", ends_in=20),
    DemoPerson("陈小示例", HOSPITAL, Profession.PHARMACIST, "药学"),
    DemoPerson("褚示例", HOSPITAL, Profession.TECHNICIAN, "放射技术"),
    DemoPerson("周示例", DENTAL, DOCTOR, "口腔专业", DoctorCategory.DENTAL),
    DemoPerson("卫示例", DENTAL, NURSE, "护理", ends_in=640),
    DemoPerson("李示例", CLINIC, DOCTOR, "全科医学专业", DoctorCategory.CLINICAL),
    DemoPerson("蒋示例", CLINIC, NURSE, "护理", ends_in=40),
)
FAILED, LATE = "孙示例", "周小示例"  # of the periodic assessments


def register_people(*, at: datetime) -> None:
    """Register them, and let the institutions owe what they do for nurses, unless the portal knows somebody already."""
    if Practitioner.objects.exists():
        return
    for number, row in enumerate(PEOPLE, start=1):
        _register(row, number, at=at)
    open_renewals(day=timezone.localdate(at), at=at)


def _register(row: DemoPerson, number: int, *, at: datetime) -> None:
    today = timezone.localdate(at)
    ends = today + timedelta(days=row.ends_in) if row.ends_in else None
    starts = add_months(ends, -60) if ends else date(2019, 3, 1)
    person = add_practitioner(
        institution=_institution(row.at), name=row.name, profession=row.profession, category=row.category,
        scope=row.scope, valid_from=starts, valid_to=ends, by=OPERATOR, at=at, **_numbers(row.profession, number),
    )  # fmt: skip
    if row.beside:
        register(
            person, institution=_institution(row.beside), kind=RegistrationKind.ADDITIONAL, scope=row.scope,
            valid_from=date(2024, 9, 1), by=OPERATOR, at=at,
        )  # fmt: skip
    if row.profession in (DOCTOR, Profession.ASSISTANT):
        _assess(person, row, today=today, at=at)


def _assess(person: Practitioner, row: DemoPerson, *, today: date, at: datetime) -> None:
    years_ago = 4 if row.name == LATE else 2
    add_assessment(person, held_on=add_months(today, -12 * years_ago), result="passed", by=OPERATOR, at=at)
    if row.name == FAILED:
        failed = today - timedelta(days=30)
        add_assessment(
            person, held_on=failed, result="failed", suspended_until=add_months(failed, 4), by=OPERATOR, at=at
        )


def _numbers(profession: Profession, number: int) -> dict[str, str]:
    """Valid by their check signs, and nobody's."""
    head = f"{NOWHERE}{date(1970, 1, 1) + timedelta(days=397 * number):%Y%m%d}{number:03d}"
    card = head + card_check(head)
    if profession == DOCTOR:
        return {
            "id_number": card,
            "qualification_code": f"200133110{card}",
            "certificate_number": f"1103301{number:08d}",
        }
    if profession == NURSE:
        return {"id_number": card, "certificate_number": f"201833{number:06d}"}
    return {"id_number": card}


def _institution(name: str) -> Institution:
    return party_of(name).institution
