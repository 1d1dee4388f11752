"""What can be true of an institution: one check for the form, the API and the import."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from agencies.enums import NATURAL
from institutions.codes import PROFIT_OF, reg_code_fault, uscc_fault
from institutions.enums import ClassGrade, Level

FACTS = (  # what the register says of an institution, beside its name and place
    "category", "uscc", "reg_code", "ownership", "profit_class", "level", "class_grade", "beds", "subjects",
    "principal", "phone", "address", "owner", "licence_type", "licence_number", "licence_from", "licence_to",
    "opened_on",
)  # fmt: skip
PROPOSABLE = ("name", *(fact for fact in FACTS if fact != "owner"))  # what a region may let institutions propose
# Where a region says nothing: what an institution knows first, and shows by its licence. Name, category and codes are
# given by others, and a proposal could not make them so.
USUALLY_PROPOSED = (
    "principal", "phone", "address", "beds", "subjects", "licence_number", "licence_from", "licence_to",
)  # fmt: skip
DAYS = frozenset({"licence_from", "licence_to", "opened_on"})
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
MOST_BEDS = 20_000
MOST_SUBJECTS, LONGEST_SUBJECT = 100, 60
PARTS_A_LIST = re.compile(r"[、,，;；\n]")


def faults_of(facts: Mapping[str, Any], *, today: date) -> dict[str, str]:
    """{fact: what is wrong with it}, of those that are given; empty where all of it can be recorded.

    facts: typed values by the names of the model's fields; what is left out is not judged.
    """
    faults = {}
    if (uscc := facts.get("uscc")) and (fault := uscc_fault(uscc)):
        faults["uscc"] = fault
    if (reg_code := facts.get("reg_code")) and (fault := reg_code_fault(reg_code)):
        faults["reg_code"] = fault
    faults |= _faults_of_days(facts, today)
    if facts.get("class_grade") == ClassGrade.SPECIAL and facts.get("level") != Level.THREE:
        faults["class_grade"] = not_at_level_3()
    if not 0 <= (facts.get("beds") or 0) <= MOST_BEDS:
        faults["beds"] = _("An institution has 0 to %(most)d beds.") % {"most": MOST_BEDS}
    if fault := _fault_of_subjects(facts.get("subjects") or []):
        faults["subjects"] = fault
    owner = facts.get("owner")
    if owner is not None and owner.kind in NATURAL:
        faults["owner"] = _("An institution is run by an agency or another body, not by a natural person.")
    return faults


def _faults_of_days(facts: Mapping[str, Any], today: date) -> dict[str, str]:
    faults = {}
    for fact in DAYS:
        if (day := facts.get(fact)) and not EARLIEST <= day <= LATEST:
            faults[fact] = _("A day lies between %(first)s and %(last)s.") % {"first": EARLIEST, "last": LATEST}
    first, last, opened = (facts.get(name) for name in ("licence_from", "licence_to", "opened_on"))
    if first and last and last < first:
        faults["licence_to"] = out_of_order()
    if opened and opened > today:
        faults["opened_on"] = _("This day lies in the future.")
    return faults


def _fault_of_subjects(subjects: Sequence[str]) -> str:
    if len(subjects) > MOST_SUBJECTS:
        return _("An institution has at most %(most)d clinical subjects.") % {"most": MOST_SUBJECTS}
    for subject in subjects:
        if not 0 < len(subject) <= LONGEST_SUBJECT or PARTS_A_LIST.search(subject):
            return _("A clinical subject has 1 to %(most)d characters, and no comma or semicolon: “%(subject)s”.") % {
                "most": LONGEST_SUBJECT, "subject": subject[:LONGEST_SUBJECT]
            }  # fmt: skip
    return ""


def kept(value: Any) -> Any:
    """The value of a fact as JSON keeps it."""
    return value.isoformat() if isinstance(value, date) else value


def typed(fact: str, value: Any) -> Any:
    """What `kept` has kept, as the register has it."""
    return date.fromisoformat(value) if fact in DAYS and value else value


def out_of_order() -> str:
    return _("The licence ends before it begins.")


def not_at_level_3() -> str:
    return _("Only level 3 has a special class.")


def doubts_of(facts: Mapping[str, Any]) -> dict[str, str]:
    """{fact: what looks odd}: it can be right all the same (rules 2.4)."""
    expected, said = PROFIT_OF.get((facts.get("uscc") or "")[:2]), facts.get("profit_class")
    if expected and said and expected != said:
        return {"profit_class": _("The first two characters of the unified social credit code speak for another one.")}
    return {}
