"""What can be true of a practitioner and a registration: one check for form, API and services."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from practitioners.codes import card_fault, certificate_fault, qualification_fault
from practitioners.enums import DOCTORS, YEARS_OF

FACTS = ("profession", "category", "certificate_number", "id_number", "qualification_code")
PERSONAL = ("id_number", "qualification_code")  # encrypted at rest, masked wherever they are shown
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)


def faults_of(facts: Mapping[str, Any], *, today: date) -> dict[str, str]:
    """{fact: what is wrong with it}, empty where all of it can be recorded. facts: all of FACTS, "" for none."""
    faults, profession = {}, facts["profession"]
    if profession in DOCTORS and not facts["category"]:
        faults["category"] = _("Say in which category the doctor practises.")
    if profession not in DOCTORS and facts["category"]:
        faults["category"] = _("Only doctors and assistant doctors have a category.")
    if number := facts["certificate_number"]:
        faults["certificate_number"] = certificate_fault(number, profession=profession)
    if number := facts["id_number"]:
        faults["id_number"] = card_fault(number, today=today)
    if code := facts["qualification_code"]:
        faults["qualification_code"] = qualification_fault(
            code, profession=profession, id_number=facts["id_number"], today=today
        )
    return {fact: fault for fact, fault in faults.items() if fault}


def faults_of_days(profession: str, valid_from: date, valid_to: date | None) -> dict[str, str]:
    """As `faults_of`, of the days of a registration."""
    if not EARLIEST <= valid_from <= LATEST:
        return {"valid_from": _("A day lies between %(first)s and %(last)s.") % {"first": EARLIEST, "last": LATEST}}
    if valid_to is None:
        words = _("The registration of this profession holds for a time: say until which day.")
        return {"valid_to": words} if profession in YEARS_OF else {}
    if valid_to > LATEST:
        return {"valid_to": _("A day lies between %(first)s and %(last)s.") % {"first": EARLIEST, "last": LATEST}}
    if valid_to < valid_from:
        return {"valid_to": _("The last day lies before the first.")}
    return {}
