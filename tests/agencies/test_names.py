"""A printed name means the agency that its jurisdiction, its aliases and its elided place say, or nobody."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agencies.enums import RegionKind
from agencies.models import Agency, AgencyAlias, Region
from agencies.names import Jurisdiction, Resolution, ResolutionKind, fold, level_words, resolve, resolve_many
from tests.factories import make_agency, make_region

DAY = date(2026, 7, 1)
EXACT, ALIAS, AMBIGUOUS, UNKNOWN = ResolutionKind
pytestmark = pytest.mark.django_db


def make_place(name: str, parent: Region | None = None) -> Region:
    return make_region(parent=parent, name=name, kind=RegionKind.DISTRICT)


@pytest.fixture
def places() -> dict[str, Region]:
    """浙江省 › 杭州市 › 上城区, 西湖区, 建德市 (a county-level city), 桐庐县; 上城区 › 湖滨街道."""
    places = {"浙江省": make_place("浙江省")}
    places["杭州市"] = make_place("杭州市", places["浙江省"])
    for name in ("上城区", "西湖区", "建德市", "桐庐县"):
        places[name] = make_place(name, places["杭州市"])
    places["湖滨街道"] = make_place("湖滨街道", places["上城区"])
    return places


@pytest.fixture
def agencies(places) -> None:
    for region, name, short in [
        ("浙江省", "浙江省卫生健康委", "卫生健康委"),
        ("杭州市", "杭州市卫生健康委", "卫生健康委"),
        ("杭州市", "杭州市公安局", "公安局"),
        ("杭州市", "杭州市市场监管局", "市场监管局"),
        ("杭州市", "杭州市委宣传部", "宣传部"),
        ("杭州市", "杭州市发展改革委", "发展改革委"),
        ("杭州市", "国家税务总局杭州市税务局", "税务局"),
        ("杭州市", "杭州海关", "海关"),
        ("上城区", "上城区卫生健康局", "卫生健康局"),
        ("上城区", "上城区市场监管局", "市场监管局"),
        ("西湖区", "西湖区卫生健康局", "卫生健康局"),
        ("建德市", "建德市公安局", "公安局"),
        ("桐庐县", "桐庐县公安局", "公安局"),
        ("湖滨街道", "湖滨街道办事处", "办事处"),
    ]:
        make_agency(region=places[region], name=name, short_name=short)


def add_alias(places, name: str, alias: str, region: str | None = None) -> None:
    agency = Agency.objects.get(party__name=name)
    AgencyAlias.objects.create(agency=agency, name=alias, region=places[region] if region else None)


@pytest.fixture
def aliases(places, agencies) -> None:
    add_alias(places, "杭州市发展改革委", "市发改委")
    add_alias(places, "杭州市卫生健康委", "卫健委")
    add_alias(places, "上城区卫生健康局", "卫健局")
    add_alias(places, "西湖区卫生健康局", "区卫健局")
    add_alias(places, "杭州市市场监管局", "市场监督管理局")
    add_alias(places, "杭州市市场监管局", "市市监局", "西湖区")


TABLE = [  # document of, printed, kind, means
    ("杭州市", "杭州市公安局", EXACT, "杭州市公安局"),
    ("杭州市", "浙江省杭州市公安局", EXACT, "杭州市公安局"),
    ("杭州市", "市公安局", EXACT, "杭州市公安局"),
    ("杭州市", "公安局", EXACT, "杭州市公安局"),
    ("杭州市", " 市 公安局　", EXACT, "杭州市公安局"),
    ("杭州市", "市市场监管局", EXACT, "杭州市市场监管局"),
    ("杭州市", "市场监管局", EXACT, "杭州市市场监管局"),
    ("杭州市", "杭州市市场监管局", EXACT, "杭州市市场监管局"),
    ("杭州市", "市委宣传部", EXACT, "杭州市委宣传部"),
    ("杭州市", "中共杭州市委宣传部", EXACT, "杭州市委宣传部"),
    ("杭州市", "宣传部", EXACT, "杭州市委宣传部"),
    ("杭州市", "国家税务总局杭州市税务局", EXACT, "国家税务总局杭州市税务局"),
    ("杭州市", "市税务局", ALIAS, "国家税务总局杭州市税务局"),
    ("杭州市", "市发改委", ALIAS, "杭州市发展改革委"),
    ("杭州市", "发改委", ALIAS, "杭州市发展改革委"),
    ("杭州市", "杭州市发改委", ALIAS, "杭州市发展改革委"),
    ("杭州市", "市卫健委", ALIAS, "杭州市卫生健康委"),
    ("杭州市", "市市场监督管理局", ALIAS, "杭州市市场监管局"),
    ("杭州市", "市场监督管理局", ALIAS, "杭州市市场监管局"),
    ("杭州市", "市市监局", UNKNOWN, None),  # that alias is used in documents of 西湖区 only
    ("杭州市", "上城区卫生健康局", EXACT, "上城区卫生健康局"),
    ("杭州市", "杭州市上城区卫生健康局", EXACT, "上城区卫生健康局"),
    ("杭州市", "上城区卫健局", ALIAS, "上城区卫生健康局"),
    ("杭州市", "西湖区卫健局", ALIAS, "西湖区卫生健康局"),
    ("杭州市", "省卫生健康委", EXACT, "浙江省卫生健康委"),
    ("杭州市", "浙江省卫生健康委", EXACT, "浙江省卫生健康委"),
    ("杭州市", "区卫健局", UNKNOWN, None),  # which of the districts?
    ("杭州市", "卫健局", UNKNOWN, None),
    ("杭州市", "卫生健康局", UNKNOWN, None),
    ("杭州市", "省公安厅", UNKNOWN, None),
    ("杭州市", "场监管局", UNKNOWN, None),
    ("杭州市", "市级相关部门", UNKNOWN, None),
    ("杭州市", "宁波市公安局", UNKNOWN, None),
    ("杭州市", "", UNKNOWN, None),
    ("上城区", "区卫生健康局", EXACT, "上城区卫生健康局"),
    ("上城区", "区卫健局", ALIAS, "上城区卫生健康局"),
    ("上城区", "卫健局", ALIAS, "上城区卫生健康局"),
    ("上城区", "市公安局", EXACT, "杭州市公安局"),
    ("上城区", "杭州市公安局", EXACT, "杭州市公安局"),
    ("上城区", "市卫健委", ALIAS, "杭州市卫生健康委"),
    ("上城区", "省卫生健康委", EXACT, "浙江省卫生健康委"),
    ("上城区", "市场监管局", EXACT, "上城区市场监管局"),
    ("上城区", "区市场监管局", EXACT, "上城区市场监管局"),
    ("上城区", "市市场监管局", EXACT, "杭州市市场监管局"),
    ("上城区", "杭州海关", EXACT, "杭州海关"),
    ("上城区", "公安局", UNKNOWN, None),  # the district has none here, and the city's would have to be named
    ("上城区", "卫健委", UNKNOWN, None),
    ("上城区", "市市监局", UNKNOWN, None),
    ("上城区", "西湖区卫生健康局", UNKNOWN, None),  # another jurisdiction
    ("西湖区", "市市监局", ALIAS, "杭州市市场监管局"),
    ("西湖区", "区卫健局", ALIAS, "西湖区卫生健康局"),
    ("西湖区", "市场监管局", UNKNOWN, None),
    ("建德市", "市公安局", EXACT, "建德市公安局"),  # its own 市 is nearer
    ("建德市", "杭州市公安局", EXACT, "杭州市公安局"),
    ("建德市", "市卫生健康委", UNKNOWN, None),
    ("桐庐县", "县公安局", EXACT, "桐庐县公安局"),
    ("湖滨街道", "街道办事处", EXACT, "湖滨街道办事处"),
    ("湖滨街道", "区卫健局", ALIAS, "上城区卫生健康局"),
]


def test_the_table_of_printed_names(places, aliases, django_assert_num_queries):
    found = []
    for document_of in dict.fromkeys(row[0] for row in TABLE):
        names = [row[1] for row in TABLE if row[0] == document_of]
        with django_assert_num_queries(3):
            resolutions = resolve_many(names, region=places[document_of], on=DAY)
        found += [(document_of, name, row.kind, row.agency and row.agency.party.name)
                  for name, row in resolutions.items()]  # fmt: skip

    assert found == TABLE


def test_brackets_and_width_make_no_difference(places):
    agency = make_agency(region=places["杭州市"], name="杭州市卫生健康委（市中医药管理局）")

    for printed in ("市卫生健康委(市中医药管理局)", "市卫生健康委〔市中医药管理局〕", "市卫生健康委【市中医药管理局】"):
        assert resolve(printed, region=places["杭州市"], on=DAY) == Resolution(printed, EXACT, agency)


def test_a_name_that_fits_two_agencies_is_ambiguous(places, aliases):
    add_alias(places, "杭州市公安局", "宣传部")

    found = resolve("宣传部", region=places["杭州市"], on=DAY)

    assert (found.kind, found.agency) == (AMBIGUOUS, None)
    assert {agency.party.name for agency in found.candidates} == {"杭州市公安局", "杭州市委宣传部"}


def test_an_ended_agency_is_known_in_its_time_and_its_successor_only_suggested_afterwards(places):
    heir = make_agency(region=places["杭州市"], name="杭州市数据资源局")
    between = make_agency(region=places["杭州市"], name="杭州市数据管理局")
    old = make_agency(region=places["杭州市"], name="杭州市信息办")
    for agency, last, successor in ((between, date(2024, 6, 30), heir), (old, date(2018, 12, 31), between)):
        agency.party.valid_to, agency.party.successor = last, successor.party
        agency.party.save()

    in_its_time = resolve("市信息办", region=places["杭州市"], on=date(2018, 12, 31))
    afterwards = resolve("市信息办", region=places["杭州市"], on=DAY)

    assert (in_its_time.kind, in_its_time.agency) == (EXACT, old)
    assert (afterwards.kind, afterwards.agency, afterwards.candidates) == (UNKNOWN, None, (heir,))


def test_an_agency_is_not_known_before_its_first_day(places):
    agency = make_agency(region=places["杭州市"], name="杭州市数据局")
    agency.party.valid_from = DAY
    agency.party.save()

    assert resolve("市数据局", region=places["杭州市"], on=date(2026, 6, 30)).kind == UNKNOWN
    assert resolve("市数据局", region=places["杭州市"], on=DAY).agency == agency


def test_successors_in_a_ring_end(places):
    one, two = (make_agency(region=places["杭州市"], name=name) for name in ("杭州市甲局", "杭州市乙局"))
    for agency, successor in ((one, two), (two, one)):
        agency.party.valid_to, agency.party.successor = date(2020, 1, 1), successor.party
        agency.party.save()

    assert resolve("市甲局", region=places["杭州市"], on=DAY) == Resolution("市甲局", UNKNOWN)


@pytest.mark.parametrize(
    ("name", "words"),
    [("杭州市", ("市",)), ("浙江省", ("省",)), ("内蒙古自治区", ("自治区",)), ("滨海新区", ("新区", "区")),
     ("景宁畲族自治县", ("自治县", "县")), ("延边朝鲜族自治州", ("自治州", "州")), ("杭州经济技术开发区", ("开发区",)),
     ("湖滨街道", ("街道",)), ("三墩镇", ("镇",)), ("Region 7", ())],
)  # fmt: skip
def test_the_word_that_stands_for_a_place(name, words):
    assert level_words(name) == words


PRINTABLE = st.text(alphabet="杭州市上城区省委局卫生健康公安市场监管发改办（）()〔〕 　县西湖宣传部", max_size=14)


def test_whatever_is_printed_the_answer_is_consistent(places, aliases):
    """Deciding kinds name one agency that really has the form; the others name none; folding changes nothing."""
    seen_from = {name: Jurisdiction(region) for name, region in places.items()}

    @given(printed=PRINTABLE, place=st.sampled_from(sorted(places)))
    def consistent(printed, place):
        found = seen_from[place].resolution(printed, DAY)
        again = seen_from[place].resolution(fold(printed), DAY)
        assert (found.agency is not None) == (found.kind in {EXACT, ALIAS})
        assert (len(found.candidates) > 1) == (found.kind == AMBIGUOUS)
        assert (again.kind, again.agency) == (found.kind, found.agency)
        if found.agency:
            path, own = found.agency.party.region_path, places[place].path
            assert path.startswith(own) or own.startswith(path)

    consistent()


def test_every_agency_is_found_by_its_full_name_from_its_line(places, aliases):
    for agency in Agency.objects.select_related("party"):
        path = agency.party.region_path
        for region in places.values():
            if path.startswith(region.path):
                found = resolve(agency.party.name, region=region, on=DAY)
                assert (found.kind, found.agency) == (EXACT, agency)
