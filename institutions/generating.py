"""An invented register of any size: places, names and codes that look real and are nobody's.

The same number and seed give the same register. Places are numbered by tens: a street holds about a hundred
institutions, a district ten streets, a city ten districts, a province ten cities.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from random import Random
from typing import Any

from agencies.enums import RegionKind
from institutions.codes import ALPHABET, organisation_check, uscc_check
from institutions.enums import Category, LicenceType, Ownership, ProfitClass

PER_STREET, BELOW = 100, 10
KINDS = (RegionKind.PROVINCE, RegionKind.CITY, RegionKind.DISTRICT, RegionKind.STREET)
ENDINGS = ("省", "市", "区", "街道")
FIRST = "青云白鹤长清东西南北锦玉金银春秋夏明新安平永泰和福康宁德嘉瑞祥兴盛"
SECOND = "岚溪湖山河江川桥塘林泉坪湾浦洲岭峰谷原庄台亭阁园苑里坊巷"
STREETS = "新河中山人民解放建设和平文化朝阳光明迎宾学院滨江"
SHARES = {  # of a hundred institutions; our guess at a Chinese province
    Category.VILLAGE_CLINIC: 34, Category.CLINIC: 27, Category.CLINIC_TCM: 7, Category.OUTPATIENT_GENERAL: 4,
    Category.OUTPATIENT_SPECIALISED: 6, Category.OUTPATIENT_TCM: 2, Category.CLINIC_INFIRMARY: 4, Category.CHS: 5,
    Category.CHC: 2, Category.TOWNSHIP_HC: 3, Category.HOSPITAL_GENERAL: 2, Category.HOSPITAL_TCM: 1,
    Category.HOSPITAL_SPECIALISED: 1, Category.MCH: 0.4, Category.NURSING_HOME: 0.4, Category.DIALYSIS_CENTRE: 0.2,
    Category.MEDICAL_LABORATORY: 0.2, Category.EMERGENCY_STATION: 0.3, Category.OTHER: 0.5,
}  # fmt: skip
CALLED = {
    Category.VILLAGE_CLINIC: "村卫生室", Category.CLINIC: "诊所", Category.CLINIC_TCM: "中医诊所",
    Category.OUTPATIENT_GENERAL: "综合门诊部", Category.OUTPATIENT_SPECIALISED: "口腔门诊部",
    Category.OUTPATIENT_TCM: "中医门诊部", Category.CLINIC_INFIRMARY: "医务室", Category.CHS: "社区卫生服务站",
    Category.CHC: "社区卫生服务中心", Category.TOWNSHIP_HC: "卫生院", Category.HOSPITAL_GENERAL: "医院",
    Category.HOSPITAL_TCM: "中医医院", Category.HOSPITAL_SPECIALISED: "骨科医院", Category.MCH: "妇幼保健院",
    Category.NURSING_HOME: "护理院", Category.DIALYSIS_CENTRE: "血液透析中心",
    Category.MEDICAL_LABORATORY: "医学检验实验室", Category.EMERGENCY_STATION: "急救站", Category.OTHER: "康复站",
}  # fmt: skip
PUBLIC = frozenset(
    {
        Category.VILLAGE_CLINIC,
        Category.CHS,
        Category.CHC,
        Category.TOWNSHIP_HC,
        Category.MCH,
        Category.EMERGENCY_STATION,
    }
)
FILED = {Category.CLINIC: LicenceType.FILING, Category.CLINIC_TCM: LicenceType.TCM_FILING}
MOST_BEDS = {
    Category.HOSPITAL_GENERAL: 1200, Category.HOSPITAL_TCM: 800, Category.HOSPITAL_SPECIALISED: 400, Category.MCH: 300,
    Category.NURSING_HOME: 200, Category.TOWNSHIP_HC: 60, Category.CHC: 30, Category.DIALYSIS_CENTRE: 40,
}  # fmt: skip
SUBJECTS = {
    "口腔门诊部": ["口腔科"],
    "中医诊所": ["中医科"],
    "诊所": ["全科医疗科"],
    "医院": ["内科", "外科", "急诊医学科"],
}
CATEGORIES, WEIGHTS = list(SHARES), list(accumulate(SHARES.values()))
TODAY = date(2026, 1, 1)  # days are counted from it, so that a seed gives the same register on every day


@dataclass(frozen=True)
class Place:
    """A region of the tree; parent: its place in the list, None at the top."""

    kind: RegionKind
    name: str
    parent: int | None
    ordinal: int  # among its parent's children, from 1


def places_for(institutions: int, *, behind: int = 0) -> list[Place]:
    """The tree, parents first, streets last: as many streets as the institutions fill.

    behind: the number of the last place at the top that is there already.
    """
    streets = max(1, -(-institutions // PER_STREET))
    counts = [-(-streets // BELOW**power) for power in (3, 2, 1, 0)]
    places: list[Place] = []
    before = 0  # where the level above begins
    for level, count in enumerate(counts):
        begin = len(places)
        for n in range(count):
            parent = before + n // BELOW if level else None
            ordinal = n % BELOW + 1 if level else behind + n + 1
            places.append(Place(KINDS[level], place_name(n, ordinal, level), parent, ordinal))
        before = begin
    return places


def place_name(n: int, ordinal: int, level: int) -> str:
    """Invented, and no other child's of the same parent."""
    signs = FIRST[n % len(FIRST)] + SECOND[(n // len(FIRST) + ordinal) % len(SECOND)]
    return f"示例{ordinal}{ENDINGS[0]}" if level == 0 else f"{signs}{ENDINGS[level]}"


def institutions_of(count: int, *, streets: list[str], seed: int) -> Iterator[dict[str, Any]]:
    """Facts of so many institutions, as the model's fields, `street` (its place in the list of names) beside them."""
    random = Random(seed)  # noqa: S311  names, no secrets
    for n in range(count):
        street = n * len(streets) // count
        category = random.choices(CATEGORIES, cum_weights=WEIGHTS)[0]
        called, licence = CALLED[category], FILED.get(category, LicenceType.LICENCE)
        signs = FIRST[random.randrange(len(FIRST))] + SECOND[random.randrange(len(SECOND))]
        organisation = f"MA{_in_signs(n)}"
        organisation += organisation_check(organisation)
        is_public = category in PUBLIC
        head = f"{'12' if is_public else '92'}3301{n % 90 + 10:02d}{organisation}"
        opened = TODAY - timedelta(days=random.randrange(30, 9000))
        begins = TODAY - timedelta(days=random.randrange(0, 1800))
        beds = int(MOST_BEDS.get(category, 0) * random.random() ** 2)
        yield {
            "name": f"{streets[street].removesuffix('街道')}{signs}{called}", "street": street, "category": category,
            "uscc": head + uscc_check(head),
            "reg_code": f"{organisation}3301{n % 90 + 10:02d}12D200{1 if is_public else 2}",
            "ownership": Ownership.COLLECTIVE if is_public else Ownership.PRIVATE,
            "profit_class": ProfitClass.NON_PROFIT if is_public else ProfitClass.FOR_PROFIT, "beds": beds,
            "subjects": SUBJECTS.get(called, ["全科医疗科"]), "principal": f"{signs[0]}某",
            "address": f"{streets[street]}{STREETS[n % 12 * 2:n % 12 * 2 + 2]}路{random.randrange(1, 400)}号",
            "licence_type": licence, "licence_number": f"SL{n:09d}", "licence_from": begins,
            "licence_to": begins + timedelta(days=365 * (15 if beds >= 100 else 5)) if licence == "licence" else None,
            "opened_on": opened,
        }  # fmt: skip


def _in_signs(n: int) -> str:
    """A number in six signs of the code's own alphabet."""
    signs = ""
    for _place in range(6):
        n, value = divmod(n, len(ALPHABET))
        signs = ALPHABET[value] + signs
    return signs
