"""The demonstration's register: three institutions with a history, and sixty that are only there. All made up."""

from datetime import date, datetime
from typing import Any

from django.db.models import Q

from agencies.models import Party, Region
from institutions.enums import Category, EquipmentKind, LicenceType, Ownership, PermitKind, ProfitClass, SupervisedKind
from institutions.generating import institutions_of
from institutions.models import ChangeRequest, Institution
from institutions.services.changes import propose_change
from institutions.services.permits import add_equipment, add_permit
from institutions.services.register import add_institution
from institutions.services.supervised import add_object
from kernel.access import OPERATOR
from oversight.demo.accounts import acting

NAMED: dict[str, tuple[str, dict[str, Any]]] = {  # name: (division code, facts)
    "示例第一医院": ("330102", {
        "category": Category.HOSPITAL_GENERAL, "uscc": "12330102MB0000000G", "ownership": Ownership.GOVERNMENT,
        "profit_class": ProfitClass.NON_PROFIT, "level": "3", "class_grade": "a", "beds": 860, "principal": "陈示例",
        "subjects": ["内科", "外科", "妇产科", "儿科", "急诊医学科"],
        "address": "示例路 1 号", "phone": "0000-00000001",
        "licence_number": "PDY10007X33010211A10011", "licence_from": date(2026, 11, 1),
        "licence_to": date(2031, 10, 31), "opened_on": date(1986, 5, 1),
    }),
    "示例康仁诊所": ("330106", {
        "category": Category.CLINIC, "ownership": Ownership.PRIVATE, "profit_class": ProfitClass.FOR_PROFIT,
        "subjects": ["全科医疗科"], "principal": "李示例", "address": "示例路 123 号",
        "licence_type": LicenceType.FILING, "licence_number": "示例备2022-0017", "opened_on": date(2022, 6, 1),
    }),
    "示例口腔门诊部": ("330102", {
        "category": Category.OUTPATIENT_SPECIALISED, "ownership": Ownership.PRIVATE,
        "profit_class": ProfitClass.FOR_PROFIT, "subjects": ["口腔科"], "principal": "周示例",
        "address": "示例路 45 号",
        "licence_number": "示例证2023-0102", "licence_from": date(2023, 3, 1), "licence_to": date(2028, 2, 29),
        "opened_on": date(2023, 3, 1),
    }),
}  # fmt: skip
RADIOLOGY = "示卫放证字（2022）第 0001 号"
MACHINES = [  # name, model, room, permit until
    ("X 射线计算机体层摄影设备", "示例 CT-64", "影像楼 1 层 1 号机房", date(2027, 2, 28)),
    ("数字化医用 X 射线摄影系统", "示例 DR-3", "影像楼 1 层 2 号机房", date(2027, 2, 28)),
    ("移动式 C 形臂 X 射线机", "示例 C-9", "手术室 3", date(2026, 6, 30)),
]
OBJECTS = [  # division code, kind, name, address
    ("330102", SupervisedKind.SCHOOL, "示例第二小学", "示例路 12 号"),
    ("330102", SupervisedKind.PUBLIC_PLACE, "示例游泳馆", "示例路 77 号"),
    ("330106", SupervisedKind.WATERWORKS, "示例水厂", "示例路 200 号"),
    ("330106", SupervisedKind.UNLICENSED, "示例农贸市场南门牙科摊点", "示例农贸市场南门"),
]
OTHERS, PLACES = 60, ("330102", "330106")


def register_examples(*, at: datetime) -> None:
    """Add them, unless the register has some already."""
    if Institution.objects.exists():
        return
    places = {code: Region.objects.with_code(code).get() for code in PLACES}
    for name, (code, facts) in NAMED.items():
        add_institution(name=name, region=places[code], by=OPERATOR, at=at, **facts)
    _equip(Institution.objects.get(name="示例第一医院"), at=at)
    for code, kind, name, address in OBJECTS:
        add_object(name=name, region=places[code], kind=kind, address=address, by=OPERATOR)
    names = [f"示例{places[code].name}" for code in PLACES]
    for facts in institutions_of(OTHERS, streets=names, seed=7):
        region = places[PLACES[facts.pop("street")]]
        add_institution(name=facts.pop("name"), region=region, by=OPERATOR, at=at, **facts)


def _equip(hospital: Institution, *, at: datetime) -> None:
    """What it may do beside its licence; the permit of one machine has ended."""
    add_permit(
        hospital, kind=PermitKind.RADIOLOGY, number=RADIOLOGY, issued_by="市卫生健康委员会",
        valid_from=date(2022, 3, 1), valid_to=date(2027, 2, 28), by=OPERATOR,
    )  # fmt: skip
    add_permit(hospital, kind=PermitKind.NARCOTICS, number="示麻 2025-0001", valid_to=date(2028, 6, 30), by=OPERATOR)
    for name, model, room, until in MACHINES:
        add_equipment(
            hospital, kind=EquipmentKind.RADIOLOGY, name=name, model=model, room=room, permit_number=RADIOLOGY,
            permit_to=until, checked_on=date(2026, 4, 15), by=OPERATOR, at=at,
        )  # fmt: skip


def party_of(name: str) -> Party:
    """One of the named institutions, or of their people."""
    return Party.objects.get(Q(institution__name=name) | Q(practitioner__name=name))


def propose_examples(*, at: datetime) -> None:
    """A hospital asks for more beds, and the district has not decided yet; once. Needs the accounts."""
    if ChangeRequest.objects.exists():
        return
    hospital = Institution.objects.get(name="示例第一医院")
    facts = {"beds": hospital.beds + 40, "phone": "0000-00000002"}
    propose_change(hospital, facts=facts, reason="示例·新病区启用，总机换号", by=acting("hospital2"), at=at)
