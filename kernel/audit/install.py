"""After each migration: every table of ours has its trigger, and the application role can only read the trail."""

from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connections

LISTENED_TO: dict[str | bool, str] = {"all": "INSERT OR UPDATE OR DELETE", "changes": "UPDATE OR DELETE", False: ""}
FOREIGN = {"guardian.groupobjectpermission": (), "mfa.authenticator": ("data",)}  # tables of others that matter as much


def audited_models():
    """(model, what is listened to, secret columns) of every audited table, many-to-many tables included.

    A model says `audited = "changes"` (a ledger: updates and deletes) or `audited = False`, and `audit_secrets`.
    """
    for model in apps.get_models(include_auto_created=True):
        label = model._meta.label_lower
        ours = Path(apps.get_app_config(model._meta.app_label).path).parent == settings.BASE_DIR
        listened = LISTENED_TO[getattr(model, "audited", "all") if ours or label in FOREIGN else False]
        if listened and model._meta.managed and not model._meta.proxy:
            yield model, listened, getattr(model, "audit_secrets", FOREIGN.get(label, ()))


def install(sender=None, *, using="default", **kwargs) -> None:
    """Create or replace the functions and triggers (as the owner; safe to repeat)."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    if "kernel_auditrow" not in tables:
        return
    with connection.cursor() as cursor:
        functions = Path(__file__).with_name("trail.sql").read_text(encoding="utf-8")
        cursor.execute(functions.replace("@TIME_ZONE@", settings.TIME_ZONE))
        for table in ("kernel_auditrow", "kernel_auditseal"):
            _freeze(cursor, table)
        for grantee in _others(cursor, "role_routine_grants", "routine_name", "kernel_audit_write"):
            cursor.execute(f"REVOKE EXECUTE ON FUNCTION kernel_audit_write FROM {grantee}")
        for model, listened, secrets in audited_models():
            if (table := model._meta.db_table) in tables:
                cursor.execute(
                    f"CREATE OR REPLACE TRIGGER audit AFTER {listened} ON {table} FOR EACH ROW "
                    "EXECUTE FUNCTION kernel_audit(%s, %s)",
                    [model._meta.pk.column, ",".join(secrets)],
                )


def _freeze(cursor, table: str) -> None:
    """Refuse changes to the trail, whoever asks, and leave everybody but the owner only the right to read it."""
    for event, level in (("UPDATE OR DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
        cursor.execute(
            f"CREATE OR REPLACE TRIGGER frozen_{level.lower()} BEFORE {event} ON {table} FOR EACH {level} "
            "EXECUTE FUNCTION kernel_audit_frozen()"
        )
    for grantee in _others(cursor, "role_table_grants", "table_name", table):
        cursor.execute(f"REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON {table} FROM {grantee}")


def _others(cursor, view: str, column: str, name: str) -> list[str]:
    """The roles besides the owner that hold a right on the table or function."""
    cursor.execute(
        f"SELECT DISTINCT grantee FROM information_schema.{view} WHERE {column} = %s AND grantee <> current_user",
        [name],
    )
    return ["PUBLIC" if grantee == "PUBLIC" else f'"{grantee}"' for (grantee,) in cursor.fetchall()]
