from institutions.models.institution import Institution
from institutions.models.permits import Equipment, Permit

__all__ = ["Equipment", "Institution", "Permit"]
