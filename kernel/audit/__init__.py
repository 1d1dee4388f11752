"""The audit trail: kept by database triggers on every table of ours; here is who acts, what is noted, and the check."""

from kernel.audit.context import acting, note
from kernel.audit.install import install
from kernel.audit.seal import seal, verify

__all__ = ["acting", "install", "note", "seal", "verify"]
