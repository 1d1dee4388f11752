"""After each migration: every table of ours has its triggers, and the application role can only read the trail.

What a model says of itself:
audited = "changes": updates and deletes only; False: nothing is kept.
audit_inserts_when = "…": inserts of these rows only, a condition of SQL on NEW; the others are noted by their service.
audit_secrets = ("column", …): the trail tells that they changed, not from what to what.
audit_ignores = ("column", …): derived columns; what an update does to them leaves no entry, at no cost.
append_only = True: a ledger, whose rows are their own record: nobody changes or deletes one, and the trail is silent.
"""

from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connections
from django.db.models import Model

EVENTS: dict[str | bool, tuple[str, ...]] = {
    "all": ("INSERT", "UPDATE", "DELETE"),
    "changes": ("UPDATE", "DELETE"),
    False: (),
}
FOREIGN = {"guardian.groupobjectpermission": (), "mfa.authenticator": ("data",)}  # tables of others that matter as much
TRAIL = ("kernel_auditrow", "kernel_auditseal")  # append-only, and written by the functions of trail.sql alone


def audited_models() -> Iterator[type[Model]]:
    """The models whose tables the trail listens to, many-to-many tables included."""
    return (model for model in _models() if _events(model))


def _models() -> Iterator[type[Model]]:
    for model in apps.get_models(include_auto_created=True):
        ours = Path(apps.get_app_config(model._meta.app_label).path).parent == settings.BASE_DIR
        if (ours or model._meta.label_lower in FOREIGN) and model._meta.managed and not model._meta.proxy:
            yield model


def _events(model: type[Model]) -> tuple[str, ...]:
    return () if getattr(model, "append_only", False) else EVENTS[getattr(model, "audited", "all")]


def install(sender=None, *, using="default", **kwargs) -> None:
    """Create or replace the functions and triggers (as the owner; safe to repeat)."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    if "kernel_auditrow" not in tables:
        return
    with connection.cursor() as cursor:
        functions = Path(__file__).with_name("trail.sql").read_text(encoding="utf-8")
        cursor.execute(functions.replace("@TIME_ZONE@", settings.TIME_ZONE))
        for grantee in _others(cursor, "role_routine_grants", "routine_name", "kernel_audit_write"):
            cursor.execute(f"REVOKE EXECUTE ON FUNCTION kernel_audit_write FROM {grantee}")
        for model in _models():
            if model._meta.db_table in tables:
                guard_table(cursor, model)
        for table in TRAIL:
            _revoke(cursor, table, "INSERT")


def guard_table(cursor, model: type[Model]) -> None:
    """Give the model's table the triggers and rights that the model asks for."""
    table = model._meta.db_table
    if getattr(model, "append_only", False):
        _freeze(cursor, table)
    if events := _events(model):
        _listen(cursor, model, events)
    else:
        cursor.execute(f"DROP TRIGGER IF EXISTS audit ON {table}")


def _listen(cursor, model: type[Model], events: tuple[str, ...]) -> None:
    """Columns are those of the table, which may be behind the model when migrations are taken back."""
    table, ignored = model._meta.db_table, getattr(model, "audit_ignores", ())
    if ignored:
        cursor.execute(
            "SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute "
            "WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attname <> ALL (%s)",
            [table, list(ignored)],
        )
        (others,) = cursor.fetchone()
        events = tuple(f"UPDATE OF {others}" if event == "UPDATE" else event for event in events)
    secrets = getattr(model, "audit_secrets", FOREIGN.get(model._meta.label_lower, ()))
    args = [model._meta.pk.column, ",".join(secrets), ",".join(ignored)]
    if condition := getattr(model, "audit_inserts_when", ""):
        events = tuple(event for event in events if event != "INSERT")
        _trigger(cursor, table, "audit_insert", ("INSERT",), f"WHEN ({condition})", args)
    else:
        cursor.execute(f"DROP TRIGGER IF EXISTS audit_insert ON {table}")
    _trigger(cursor, table, "audit", events, "", args)


def _trigger(cursor, table: str, name: str, events: tuple[str, ...], condition: str, args: list) -> None:
    cursor.execute(
        f"CREATE OR REPLACE TRIGGER {name} AFTER {' OR '.join(events)} ON {table} FOR EACH ROW {condition} "
        "EXECUTE FUNCTION kernel_audit(%s, %s, %s)",
        args,
    )


def _freeze(cursor, table: str) -> None:
    """Refuse changes to the rows, whoever asks, and take the right to them from everybody but the owner."""
    for event, level in (("UPDATE OR DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
        cursor.execute(
            f"CREATE OR REPLACE TRIGGER frozen_{level.lower()} BEFORE {event} ON {table} FOR EACH {level} "
            "EXECUTE FUNCTION kernel_frozen()"
        )
    _revoke(cursor, table, "UPDATE, DELETE, TRUNCATE")


def _revoke(cursor, table: str, rights: str) -> None:
    for grantee in _others(cursor, "role_table_grants", "table_name", table):
        cursor.execute(f"REVOKE {rights} ON {table} FROM {grantee}")


def _others(cursor, view: str, column: str, name: str) -> list[str]:
    """The roles besides the owner that hold a right on the table or function."""
    cursor.execute(
        f"SELECT DISTINCT grantee FROM information_schema.{view} WHERE {column} = %s AND grantee <> current_user",
        [name],
    )
    return ["PUBLIC" if grantee == "PUBLIC" else f'"{grantee}"' for (grantee,) in cursor.fetchall()]
