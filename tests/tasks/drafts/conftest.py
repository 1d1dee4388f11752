"""A draft of three tasks, with doubts of each sort, in a city with a commission and two agencies."""

import pytest

from agencies.enums import AgencyKind
from tests.factories import make_agency, make_draft, make_membership, make_region


def task(number, **facts):
    said = {
        "section": "一", "heading": "一、监管", "number": str(number), "title": f"第{number}项", "text": "",
        "remark": "",
        "lead": ["市公安局"], "participants": ["市教育局"], "collective": [], "recurrence": None, "milestones": [],
        "source_lines": [number, number], "certain": True,
        "source": {"task": None, "title": None, "lead": [None], "participants": [None]},
    }  # fmt: skip
    return said | facts


def doubt(code, place, **facts):
    return {"code": code, "task": place, "span": None, "facts": facts, "number": None, "line": None}


def reading(*tasks, doubts=(), names=None, title="河东市重点任务清单", number=None):
    document = {"title": title, "number": number, "issuer": None, "issued": None, "jurisdiction": None}
    return {
        "document": document, "milestones": [], "tasks": list(tasks), "warnings": list(doubts), "names": names or {}
    }  # fmt: skip


@pytest.fixture
def city(db):
    return make_region(name="河东市")


@pytest.fixture
def keeper(city):
    agency = make_agency(region=city, kind=AgencyKind.HEALTH_COMMISSION, name="河东市卫生健康委员会")
    return make_membership(agency=agency)


@pytest.fixture
def police(city):
    return make_agency(region=city, name="河东市公安局", kind=AgencyKind.PUBLIC_SECURITY)


@pytest.fixture
def school(city):
    return make_agency(region=city, name="河东市教育局", kind=AgencyKind.EDUCATION)


@pytest.fixture
def draft(city, keeper, police, school):
    doubts = [
        doubt("unknown_agency", 1, name="市信息局"),
        doubt("similar_names", 1, name="市教育局", other="市信息局"),
        doubt("collective", 2, name="市级相关部门"),
        doubt("another_lead", 2, name="市教育局"),
    ]
    tasks = (
        task(1),
        task(2, participants=["市教育局", "市信息局"], text="先查。再改。后评。"),
        task(3, participants=["市级相关部门"], collective=["市级相关部门"]),
    )
    names = {"市公安局": police.pk, "市教育局": school.pk, "市信息局": None}
    return make_draft(region=city, reading=reading(*tasks, doubts=doubts, names=names))
