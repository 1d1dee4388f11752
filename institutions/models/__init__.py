from institutions.models.accounts import AccountRequest
from institutions.models.changes import ChangeRequest, ProposableFacts
from institutions.models.imports import RegisterImport, StagedRow
from institutions.models.institution import Institution
from institutions.models.permits import Equipment, Permit
from institutions.models.supervised import SupervisedObject
from institutions.models.verification import Verification, VerificationStep

__all__ = [
    "AccountRequest", "ChangeRequest", "Equipment", "Institution", "Permit", "ProposableFacts", "RegisterImport",
    "StagedRow", "SupervisedObject", "Verification", "VerificationStep",
]  # fmt: skip
