"""Choices of regions, parties, agencies and roles."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class RegionKind(TextChoices):
    PROVINCE = "province", pgettext_lazy("region", "province")
    CITY = "city", pgettext_lazy("region", "city")
    DISTRICT = "district", pgettext_lazy("region", "district or county")
    ZONE = "zone", pgettext_lazy("region", "development zone")
    STREET = "street", pgettext_lazy("region", "street or town")


class CodeScheme(TextChoices):
    """Whose division code it is: the two differ for development zones (rules 2.4)."""

    CIVIL_AFFAIRS = "gbt2260", pgettext_lazy("code", "GB/T 2260 (civil affairs)")
    STATISTICS = "nbs", pgettext_lazy("code", "statistics bureau")


class PartyKind(TextChoices):
    AGENCY = "agency", pgettext_lazy("party", "agency")
    INSTITUTION = "institution", pgettext_lazy("party", "institution")
    PRACTITIONER = "practitioner", pgettext_lazy("party", "practitioner")
    PERSON = "person", pgettext_lazy("party", "person")
    PLACE = "place", pgettext_lazy("party", "place")


NATURAL = frozenset({PartyKind.PERSON, PartyKind.PRACTITIONER})


class AgencyKind(TextChoices):
    """The competences of rules 1.3, by its codes."""

    HEALTH_COMMISSION = "hc", pgettext_lazy("agency", "health commission")
    HEALTH_SUPERVISION = "hsi", pgettext_lazy("agency", "health supervision institute")
    MARKET_REGULATION = "mr", pgettext_lazy("agency", "market regulation")
    MEDICAL_INSURANCE = "mi", pgettext_lazy("agency", "medical insurance")
    PUBLIC_SECURITY = "ps", pgettext_lazy("agency", "public security")
    JUSTICE = "ju", pgettext_lazy("agency", "justice")
    COURT = "cj", pgettext_lazy("agency", "court or procuratorate")
    FINANCE = "fi", pgettext_lazy("agency", "finance")
    HUMAN_RESOURCES = "hr", pgettext_lazy("agency", "human resources")
    AUDIT = "au", pgettext_lazy("agency", "audit")
    TAX = "tx", pgettext_lazy("agency", "tax")
    DEVELOPMENT = "dr", pgettext_lazy("agency", "development and reform")
    SCIENCE = "st", pgettext_lazy("agency", "science, industry and information")
    DATA = "dt", pgettext_lazy("agency", "data")
    CENTRAL_BANK = "pb", pgettext_lazy("agency", "central bank")
    DRUGS = "da", pgettext_lazy("agency", "drug administration")
    ECOLOGY = "ee", pgettext_lazy("agency", "ecology")
    CIVIL_AFFAIRS = "ca", pgettext_lazy("agency", "civil affairs")
    EDUCATION = "ed", pgettext_lazy("agency", "education")
    ORGANISATION = "or", pgettext_lazy("agency", "party organisation and reform")
    PUBLICITY = "pr", pgettext_lazy("agency", "publicity and internet")
    POLITICS_LAW = "pl", pgettext_lazy("agency", "politics and law, grid")
    GOVERNMENT_SERVICES = "gs", pgettext_lazy("agency", "government services")
    PETITIONS = "lp", pgettext_lazy("agency", "petitions, street offices")
    EMERGENCY = "em", pgettext_lazy("agency", "emergency, fire, construction, urban management")
    OTHER = "ot", pgettext_lazy("agency", "other department")
    GOVERNMENT = "go", pgettext_lazy("agency", "government of a region")
    COORDINATION = "cb", pgettext_lazy("agency", "coordination body")


GOVERNMENT_KINDS = frozenset(AgencyKind)  # every agency that takes part in the joint supervision


class Role(TextChoices):
    """What a member does in the unit; handler and reviewer are never the same person for one entry (rules 9a)."""

    HANDLER = "handler", pgettext_lazy("role", "handler")
    REVIEWER = "reviewer", pgettext_lazy("role", "reviewer")
    LEADER = "leader", pgettext_lazy("role", "leader")
    VIEWER = "viewer", pgettext_lazy("role", "viewer")
    OFFICER = "officer", pgettext_lazy("role", "enforcement officer")
    BUSINESS_ADMIN = "business_admin", pgettext_lazy("role", "business administrator")
    SYSTEM_ADMIN = "system_admin", pgettext_lazy("role", "system administrator")
    SECURITY_ADMIN = "security_admin", pgettext_lazy("role", "security administrator")
    AUDIT_ADMIN = "audit_admin", pgettext_lazy("role", "audit administrator")
    PRINCIPAL = "principal", pgettext_lazy("role", "principal")
    COMPLIANCE_OFFICER = "compliance", pgettext_lazy("role", "compliance officer")
    STAFF = "staff", pgettext_lazy("role", "staff")


DUTY_ADMINS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})  # touch no business data
INSTITUTION_ROLES = frozenset({Role.PRINCIPAL, Role.COMPLIANCE_OFFICER, Role.STAFF})
