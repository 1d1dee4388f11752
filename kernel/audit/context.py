"""Who acts, told to the database with every statement that may write."""

import json
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection

_context: ContextVar[str | None] = ContextVar("audit_context", default=None)
WRITES = ("INSERT", "UPDATE", "DELETE", "WITH", "MERGE", "SELECT KERNEL_AUDIT")


@contextmanager
def acting(*, user_id: int | None, membership_id: int | None = None, region_path: str = "", request_id: str = ""):
    """Within the block the trail names this user, unit (membership, and the place it acts for) and request."""
    facts = {"user": user_id, "membership": membership_id, "region": region_path, "request": request_id}
    token = _context.set(json.dumps(facts))
    try:
        with connection.execute_wrapper(_tell):
            yield
    finally:
        _context.reset(token)


def _tell(execute, sql, params, many, context):
    """Prefix a writing statement with the context, local to its transaction; one round trip, no extra query."""
    acts = _context.get()
    if acts and not many and isinstance(sql, str) and sql.lstrip()[:20].upper().startswith(WRITES):
        literal = acts.replace("'", "''")
        if params is not None:
            literal = literal.replace("%", "%%")
        sql = f"SELECT set_config('portal.audit', '{literal}', true); {sql}"
    return execute(sql, params, many, context)


def note(what: str, subject: object, **details) -> None:
    """Record an act that changes no row of ours: a login, an export, a file handed out."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kernel_audit_note(%s, %s, %s::jsonb)", [what, str(subject), json.dumps(details)])
