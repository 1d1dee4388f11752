"""Choices of the register (rules 2.1, 2.2)."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Category(TextChoices):
    """The official categories (rules 2.1): fourteen groups, some with several forms."""

    HOSPITAL_GENERAL = "hospital_general", pgettext_lazy("category", "general hospital")
    HOSPITAL_TCM = "hospital_tcm", pgettext_lazy("category", "hospital of Chinese medicine")
    HOSPITAL_INTEGRATED = "hospital_integrated", pgettext_lazy("category", "hospital of integrated medicine")
    HOSPITAL_ETHNIC = "hospital_ethnic", pgettext_lazy("category", "hospital of ethnic medicine")
    HOSPITAL_SPECIALISED = "hospital_specialised", pgettext_lazy("category", "specialised hospital")
    HOSPITAL_REHABILITATION = "hospital_rehabilitation", pgettext_lazy("category", "rehabilitation hospital")
    MCH = "mch", pgettext_lazy("category", "maternal and child health hospital")
    MCH_SERVICE = "mch_service", pgettext_lazy("category", "maternal and child health and family planning centre")
    CHC = "chc", pgettext_lazy("category", "community health centre")
    CHS = "chs", pgettext_lazy("category", "community health station")
    TOWNSHIP_HC = "township_hc", pgettext_lazy("category", "township health centre")
    TOWNSHIP_HC_CENTRAL = "township_hc_central", pgettext_lazy("category", "central township health centre")
    STREET_HC = "street_hc", pgettext_lazy("category", "street health centre")
    SANATORIUM = "sanatorium", pgettext_lazy("category", "sanatorium")
    OUTPATIENT_GENERAL = "outpatient_general", pgettext_lazy("category", "general outpatient department")
    OUTPATIENT_SPECIALISED = "outpatient_specialised", pgettext_lazy("category", "specialised outpatient department")
    OUTPATIENT_TCM = "outpatient_tcm", pgettext_lazy("category", "outpatient department of Chinese medicine")
    OUTPATIENT_INTEGRATED = (
        "outpatient_integrated",
        pgettext_lazy("category", "outpatient department of integrated medicine"),
    )
    OUTPATIENT_ETHNIC = "outpatient_ethnic", pgettext_lazy("category", "outpatient department of ethnic medicine")
    CLINIC = "clinic", pgettext_lazy("category", "clinic")
    CLINIC_TCM = "clinic_tcm", pgettext_lazy("category", "clinic of Chinese medicine")
    CLINIC_ETHNIC = "clinic_ethnic", pgettext_lazy("category", "clinic of ethnic medicine")
    CLINIC_OFFICE = "clinic_office", pgettext_lazy("category", "health office")
    CLINIC_INFIRMARY = "clinic_infirmary", pgettext_lazy("category", "infirmary")
    CLINIC_CARE = "clinic_care", pgettext_lazy("category", "health care office")
    CLINIC_STATION = "clinic_station", pgettext_lazy("category", "health station")
    VILLAGE_CLINIC = "village_clinic", pgettext_lazy("category", "village clinic")
    EMERGENCY_CENTRE = "emergency_centre", pgettext_lazy("category", "emergency centre")
    EMERGENCY_STATION = "emergency_station", pgettext_lazy("category", "emergency station")
    CLINICAL_LAB_CENTRE = "clinical_lab_centre", pgettext_lazy("category", "clinical laboratory centre")
    DISEASE_PREVENTION = (
        "disease_prevention_inst",
        pgettext_lazy("category", "specialised disease prevention institute"),
    )
    NURSING_HOME = "nursing_home", pgettext_lazy("category", "nursing home")
    NURSING_STATION = "nursing_station", pgettext_lazy("category", "nursing station")
    MEDICAL_LABORATORY = "medical_laboratory", pgettext_lazy("category", "medical laboratory")
    PATHOLOGY_CENTRE = "pathology_centre", pgettext_lazy("category", "pathology centre")
    IMAGING_CENTRE = "imaging_centre", pgettext_lazy("category", "medical imaging centre")
    DIALYSIS_CENTRE = "dialysis_centre", pgettext_lazy("category", "haemodialysis centre")
    HOSPICE_CENTRE = "hospice_centre", pgettext_lazy("category", "hospice centre")
    OTHER = "other", pgettext_lazy("category", "other medical institution")


class Ownership(TextChoices):
    GOVERNMENT = "government", pgettext_lazy("ownership", "public, of a government")
    PUBLIC_INSTITUTION = "public_institution", pgettext_lazy("ownership", "public, of a public institution")
    STATE_ENTERPRISE = "state_enterprise", pgettext_lazy("ownership", "public, of a state enterprise")
    COLLECTIVE = "collective", pgettext_lazy("ownership", "public, of a collective")
    PRIVATE = "private", pgettext_lazy("ownership", "privately run")


class ProfitClass(TextChoices):
    NON_PROFIT = "non_profit", pgettext_lazy("profit class", "non-profit")
    FOR_PROFIT = "for_profit", pgettext_lazy("profit class", "for profit")


class Level(TextChoices):
    """级; many institutions have none."""

    ONE = "1", pgettext_lazy("hospital level", "level 1")
    TWO = "2", pgettext_lazy("hospital level", "level 2")
    THREE = "3", pgettext_lazy("hospital level", "level 3")


class ClassGrade(TextChoices):
    """等, apart from the level; the special one only at level 3."""

    SPECIAL = "special", pgettext_lazy("hospital class", "special")
    A = "a", pgettext_lazy("hospital class", "class A")
    B = "b", pgettext_lazy("hospital class", "class B")
    C = "c", pgettext_lazy("hospital class", "class C")


class LicenceType(TextChoices):
    """By what an institution practises; a filing is not verified (rules 2.2)."""

    LICENCE = "licence", pgettext_lazy("licence", "practice licence")
    FILING = "filing", pgettext_lazy("licence", "clinic filing certificate")
    TCM_FILING = "tcm_filing", pgettext_lazy("licence", "filing certificate of a clinic of Chinese medicine")


class InstitutionState(TextChoices):
    PRACTISING = "practising", pgettext_lazy("institution", "practising")
    SUSPENDED = "suspended", pgettext_lazy("institution", "suspended")
    CLOSED = "closed", pgettext_lazy("institution", "closed")


class ChangeState(TextChoices):
    """Of what an institution proposes to change in its record."""

    PROPOSED = "proposed", pgettext_lazy("change request", "to be decided")
    DECIDED = "decided", pgettext_lazy("change request", "decided")
    WITHDRAWN = "withdrawn", pgettext_lazy("change request", "withdrawn")


class AccountRequestState(TextChoices):
    """Of what somebody asks for who acts for an institution and has no account."""

    ASKED = "asked", pgettext_lazy("account request", "papers to be checked")
    CHECKED = "checked", pgettext_lazy("account request", "account to be opened")
    OPENED = "opened", pgettext_lazy("account request", "account opened")
    REFUSED = "refused", pgettext_lazy("account request", "refused")


class PermitKind(TextChoices):
    RADIOLOGY = "radiology", pgettext_lazy("permit", "radiology diagnosis and treatment")
    MCH_TECHNIQUE = "mch_technique", pgettext_lazy("permit", "maternal and child health techniques")
    PRENATAL = "prenatal", pgettext_lazy("permit", "prenatal diagnosis")
    REPRODUCTION = "reproduction", pgettext_lazy("permit", "assisted reproduction")
    BLOOD = "blood", pgettext_lazy("permit", "blood collection and supply")
    NARCOTICS = "narcotics", pgettext_lazy("permit", "narcotic and psychotropic drugs")
    BIOSAFETY = "biosafety", pgettext_lazy("permit", "biosafety laboratory")
    INTERNET = "internet", pgettext_lazy("permit", "internet hospital")
    OTHER = "other", pgettext_lazy("permit", "other permit")


class EquipmentKind(TextChoices):
    LARGE = "large", pgettext_lazy("equipment", "large medical equipment")
    RADIOLOGY = "radiology", pgettext_lazy("equipment", "radiology equipment")


class Verdict(TextChoices):
    """What a row of a table would do to the register."""

    NEW = "new", pgettext_lazy("row of an import", "new")
    CHANGED = "changed", pgettext_lazy("row of an import", "changed")
    SAME = "same", pgettext_lazy("row of an import", "as in the register")
    FAULTY = "faulty", pgettext_lazy("row of an import", "faulty")


class SupervisedKind(TextChoices):
    """What is supervised in the same field and is no medical institution (rules 2.1)."""

    SCHOOL = "school", pgettext_lazy("supervised", "school or kindergarten")
    WATERWORKS = "waterworks", pgettext_lazy("supervised", "drinking water supply")
    PUBLIC_PLACE = "public_place", pgettext_lazy("supervised", "public place")
    DISINFECTION = "disinfection", pgettext_lazy("supervised", "disinfection products")
    OCCUPATIONAL = "occupational", pgettext_lazy("supervised", "employer with occupational hazards")
    BLOOD_STATION = "blood_station", pgettext_lazy("supervised", "blood station")
    DISEASE_CONTROL = "disease_control", pgettext_lazy("supervised", "centre for disease control")
    UNLICENSED = "unlicensed", pgettext_lazy("supervised", "practice without a licence")
    PERSON = "person", pgettext_lazy("supervised", "natural person")
    OTHER = "other", pgettext_lazy("supervised", "other object")


class VerificationState(TextChoices):
    """Of the verification of a licence (rules 2.3). “Due soon” and “overdue” follow from the day of its duty."""

    DUE = "due", pgettext_lazy("verification", "to be applied for")
    ORDERED = "ordered", pgettext_lazy("verification", "ordered to make up for it")
    APPLIED = "applied", pgettext_lazy("verification", "applied for")
    REVIEW = "review", pgettext_lazy("verification", "under review")
    SUSPENDED = "suspended", pgettext_lazy("verification", "verification suspended")
    REVERIFY = "reverify", pgettext_lazy("verification", "verified again")
    PASSED = "passed", pgettext_lazy("verification", "passed")
    CANCELLED = "cancelled", pgettext_lazy("verification", "licence cancelled")
    REVOKED = "revoked", pgettext_lazy("verification", "licence revoked")
    ENDED = "ended", pgettext_lazy("verification", "ended without a conclusion")


class VerificationVerb(TextChoices):
    """What was done to a verification after it was opened."""

    APPLY = "apply", pgettext_lazy("step of a verification", "applied for")
    ORDER = "order", pgettext_lazy("step of a verification", "ordered to make up for it")
    REVIEW = "review", pgettext_lazy("step of a verification", "reviewed")
    PASS = "pass", pgettext_lazy("step of a verification", "passed")
    SUSPEND = "suspend", pgettext_lazy("step of a verification", "suspended")
    REVERIFY = "reverify", pgettext_lazy("step of a verification", "applied for verification anew")
    CANCEL = "cancel", pgettext_lazy("step of a verification", "licence cancelled")
    REVOKE = "revoke", pgettext_lazy("step of a verification", "licence revoked")
    END = "end", pgettext_lazy("step of a verification", "ended without a conclusion")
