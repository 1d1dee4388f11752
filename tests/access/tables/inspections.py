"""The part of self-inspections in the access table."""

from uuid import UUID

from inspections.enums import ProgrammeState
from tests.access.roles import ADMINS_OF_BUSINESS, BUSINESS, KEEPERS, AdminPages, Page
from tests.factories import (
    make_checklist,
    make_institution,
    make_principal,
    make_programme,
    make_report,
    make_round,
    make_sample,
)

SUPERVISORS = BUSINESS - {"police"}
DECIDERS = KEEPERS - {"handler"}
REVIEWERS = {"handler", "reviewer", "leader", "officer"}
ITEM = (("item", "1"),)


def make_rows(place) -> dict:
    """Drafts, which only their own territory sees, and reports of two institutions: one waits, one is handed in."""
    region, draft = place.region, {"region": place.region, "state": "draft", "title": f"Draft-{place.mark}"}
    checklist = make_checklist(**draft)
    programme = make_programme(
        region=region, state=ProgrammeState.DRAFT, year=2026, title=f"Programme-{place.mark}", published_at=None
    )
    one = make_round(programme)
    inspected = make_institution(region=region, name=f"Inspected-{place.mark}")
    other = make_institution(region=region, name=f"Handed-in-{place.mark}")
    handed_in = make_report(other, of=one, state="submitted")
    return {
        "special": make_round(region=region),
        "checklist": checklist, "checklist_to_discard": make_checklist(**draft),
        "item": checklist.items.get(code="A1"), "item_to_remove": checklist.items.get(code="A2"),
        "programme": programme, "round": one,
        "programme_to_discard": make_programme(
            region=region, state=ProgrammeState.DRAFT, year=2027, title=f"Programme-{place.mark}", published_at=None
        ),
        "inspected": inspected, "report": make_report(inspected, of=one),
        "handed_in": handed_in,
        "sample": make_sample([handed_in], title=f"Sample-{place.mark}", drawn_by=make_principal(inspected.party)),
    }  # fmt: skip


MAY = {
    "inspections.add_checklist": KEEPERS,
    "inspections.publish_checklist": DECIDERS,
    "inspections.review_selfinspection": REVIEWERS,
    "inspections.cancel_selfinspection": DECIDERS,
    "inspections.draw_sample": REVIEWERS,
}
ABOUT = {
    "inspections.add_checklist": "region",
    "inspections.publish_checklist": "checklist",
    "inspections.review_selfinspection": "handed_in",
    "inspections.cancel_selfinspection": "report",
    "inspections.draw_sample": "region",
}
ANYWHERE = {
    "inspections.view_checklist": BUSINESS,
    "inspections.view_round": SUPERVISORS,
    "inspections.view_selfinspection": SUPERVISORS,
    "inspections.view_answer": SUPERVISORS,
    "inspections.view_sample": SUPERVISORS,
    "inspections.view_figures": SUPERVISORS,
    "inspections.answer_selfinspection": set(),
    "inspections.submit_selfinspection": set(),
}
SEEN_BY = {"inspections.SelfInspection": SUPERVISORS, "inspections.Sample": SUPERVISORS}
AROUND = "of territories around too; tests/inspections/test_asking_pages.py"
SEEN_OTHERWISE = {
    "inspections.Checklist": AROUND,
    "inspections.Programme": AROUND,
    "inspections.Round": AROUND,
}
PAGES = {
    "inspections:checklists": Page(BUSINESS),
    "inspections:create_checklist": Page(KEEPERS),
    "inspections:checklist": Page(KEEPERS, "checklist"),
    "inspections:rename_checklist": Page(KEEPERS, "checklist"),
    "inspections:add_item": Page(KEEPERS, "checklist"),
    "inspections:edit_item": Page(KEEPERS, "item"),
    "inspections:remove_item": Page(KEEPERS, "item_to_remove", post=True),
    "inspections:publish_checklist": Page(DECIDERS, "checklist"),
    "inspections:discard_checklist": Page(KEEPERS, "checklist_to_discard", post=True),
    "inspections:programmes": Page(BUSINESS),
    "inspections:create_programme": Page(KEEPERS),
    "inspections:programme": Page(KEEPERS, "programme"),
    "inspections:edit_programme": Page(KEEPERS, "programme"),
    "inspections:edit_round": Page(KEEPERS, "round"),
    "inspections:publish_programme": Page(DECIDERS, "programme"),
    "inspections:withdraw_programme": Page(DECIDERS, "programme"),
    "inspections:discard_programme": Page(KEEPERS, "programme_to_discard", post=True),
    "inspections:specials": Page(SUPERVISORS),
    "inspections:order_special": Page(DECIDERS),
    "inspections:reports": Page(SUPERVISORS),
    "inspections:institution": Page(SUPERVISORS, "inspected"),
    "inspections:report": Page(SUPERVISORS, "report"),
    "inspections:pdf": Page(SUPERVISORS, "handed_in"),
    "inspections:save": Page(set(), "report", post=True),
    "inspections:sign": Page(set(), "report", post=True),
    "inspections:submit": Page(set(), "report"),
    "inspections:ask": Page(set(), "handed_in"),
    "inspections:answer": Page(set(), "report", post=True, extra=ITEM),
    "inspections:add_evidence": Page(set(), "report", post=True, extra=ITEM),
    "inspections:settle": Page(set(), "report", post=True, extra=ITEM),
    "inspections:remove_evidence": Page(set(), "report", post=True, extra=(("key", str(UUID(int=0))),)),
    "inspections:accept": Page(REVIEWERS, "handed_in"),
    "inspections:return": Page(REVIEWERS, "handed_in"),
    "inspections:cancel": Page(DECIDERS, "report"),
    "inspections:accept_many": Page(REVIEWERS, post=True),
    "inspections:remind": Page(REVIEWERS, post=True),
    "inspections:export": Page(SUPERVISORS, post=True),
    "inspections:completion": Page(SUPERVISORS),
    "inspections:items": Page(SUPERVISORS),
    "inspections:samples": Page(SUPERVISORS),
    "inspections:sample": Page(SUPERVISORS, "sample"),
    "inspections:draw": Page(REVIEWERS),
    "inspections:peers": Page(SUPERVISORS, "handed_in"),
    "api:self_inspection-list": Page(SUPERVISORS),
    "api:self_inspection-shared": Page(SUPERVISORS),
    "api:self_inspection-detail": Page(SUPERVISORS, "handed_in"),
    "api:self_inspection-answers": Page(SUPERVISORS, "handed_in"),
    "api:self_inspection-accept": Page(REVIEWERS, "handed_in", post=True),
    "api:self_inspection-return": Page(REVIEWERS, "handed_in", post=True),
    "api:self_inspection-cancel": Page(DECIDERS, "report", post=True),
    "api:checklist-list": Page(BUSINESS),
    "api:checklist-detail": Page(KEEPERS, "checklist"),
    "api:programme-list": Page(BUSINESS),
    "api:programme-detail": Page(KEEPERS, "programme"),
    "api:programme-publish": Page(DECIDERS, "programme", post=True),
    "api:programme-withdraw": Page(DECIDERS, "programme", post=True),
    "api:round-list": Page(SUPERVISORS),
}
ADDRESS = {
    "item": lambda row: {"pk": row.checklist_id, "item": row.pk},
    "item_to_remove": lambda row: {"pk": row.checklist_id, "item": row.pk},
    "round": lambda row: {"pk": row.programme_id, "key": row.pk},
    "report": lambda row: {"public_id": row.public_id},
    "handed_in": lambda row: {"public_id": row.public_id},
    "inspected": lambda row: {"public_id": row.party.public_id},
}
BY_INSTITUTION = "for those who work at the institution; tests/inspections/test_report_pages.py"
ELSEWHERE = {
    "inspections:round": AROUND,
    "api:round-detail": AROUND,
    "inspections:worker": "the same for everybody; tests/inspections/test_report_pages.py",
    **dict.fromkeys(
        [
            "inspections:pdf", "inspections:save", "inspections:sign", "inspections:submit", "inspections:ask",
            "inspections:answer", "inspections:add_evidence", "inspections:settle", "inspections:remove_evidence",
        ],
        BY_INSTITUTION,
    ),
}  # fmt: skip
ADMIN = {
    "inspections.Checklist": AdminPages(ADMINS_OF_BUSINESS),
    "inspections.Programme": AdminPages(ADMINS_OF_BUSINESS),
    "inspections.Round": AdminPages(ADMINS_OF_BUSINESS),
    "inspections.SelfInspection": AdminPages(ADMINS_OF_BUSINESS),
}
