"""What a model says of its table is installed there: a ledger that nobody changes, derived columns that nobody logs."""

import psycopg2
import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from kernel.audit.install import audited_models, guard_table

TABLE = "kernel_tried"


def model_that_says(**attributes) -> type[models.Model]:
    facts = {
        "__module__": __name__,
        "name": models.TextField(),
        "worth": models.IntegerField(),
        "Meta": type("Meta", (), {"app_label": "kernel", "db_table": TABLE}),
    }
    with isolate_apps("kernel"):
        return type("Tried", (models.Model,), facts | attributes)


@pytest.fixture
def table(owner):
    """The table with one row, gone when the owner's transaction is rolled back."""
    owner.execute(f"CREATE TABLE {TABLE} (id bigserial PRIMARY KEY, name text, worth integer)")
    owner.execute(f"INSERT INTO {TABLE} (name, worth) VALUES ('First', 1)")
    return owner


def entries(cursor) -> list[tuple]:
    cursor.execute("SELECT action, changes FROM kernel_auditrow WHERE table_name = %s ORDER BY id", [TABLE])
    return cursor.fetchall()


@pytest.mark.parametrize("event", ["UPDATE", "DELETE", "TRUNCATE"])
def test_a_ledger_refuses_changes_even_of_its_owner(table, event):
    guard_table(table, model_that_says(append_only=True))
    statement = {
        "UPDATE": f"UPDATE {TABLE} SET name = 'Second'",
        "DELETE": f"DELETE FROM {TABLE}",
        "TRUNCATE": f"TRUNCATE {TABLE}",
    }[event]

    with pytest.raises(psycopg2.Error, match=f"the table {TABLE} is append-only: {event} refused"):
        table.execute(statement)


def test_the_application_may_add_to_a_ledger_and_read_it(table):
    guard_table(table, model_that_says(append_only=True))

    rights = ["SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE"]
    table.execute("SELECT has_table_privilege('portal_app', %s, unnest(%s))", [TABLE, rights])
    assert [may for (may,) in table.fetchall()] == [True, True, False, False, False]


def test_the_rows_of_a_ledger_are_their_own_record(table):
    guard_table(table, model_that_says())
    guard_table(table, model_that_says(append_only=True))

    table.execute(f"INSERT INTO {TABLE} (name, worth) VALUES ('Second', 2)")

    assert entries(table) == []


def test_an_update_of_derived_columns_leaves_no_entry(table):
    guard_table(table, model_that_says(audit_ignores=("worth",)))

    table.execute(f"UPDATE {TABLE} SET worth = 2")
    assert entries(table) == []

    table.execute(f"UPDATE {TABLE} SET name = 'Second'")
    assert entries(table) == [("U", {"name": ["First", "Second"]})]


def test_a_row_that_is_saved_whole_tells_no_change_of_derived_columns(table):
    guard_table(table, model_that_says(audit_ignores=("worth",)))

    table.execute(f"UPDATE {TABLE} SET name = 'First', worth = 2")
    assert entries(table) == []

    table.execute(f"UPDATE {TABLE} SET name = 'Second', worth = 3")
    assert entries(table) == [("U", {"name": ["First", "Second"]})]


def test_a_column_that_comes_later_is_logged(table):
    guard_table(table, model_that_says(audit_ignores=("worth",)))

    table.execute(f"ALTER TABLE {TABLE} ADD COLUMN place text")
    guard_table(table, model_that_says(audit_ignores=("worth",)))
    table.execute(f"UPDATE {TABLE} SET place = 'Here'")

    assert entries(table) == [("U", {"place": [None, "Here"]})]


def test_what_is_added_and_deleted_is_kept_with_its_derived_columns(table):
    guard_table(table, model_that_says(audit_ignores=("worth",)))

    table.execute(f"DELETE FROM {TABLE}")

    assert entries(table) == [("D", {"id": 1, "name": "First", "worth": 1})]


def test_a_model_names_columns_that_it_has():
    named = [
        (model._meta.label, column)
        for model in apps.get_models()
        for column in (*getattr(model, "audit_ignores", ()), *getattr(model, "audit_secrets", ()))
    ]
    columns = {(model._meta.label, field.column) for model in apps.get_models() for field in model._meta.local_fields}

    assert set(named) and set(named) <= columns


def test_a_ledger_is_not_listened_to():
    ledgers = {model for model in apps.get_models() if getattr(model, "append_only", False)}

    assert ledgers and not ledgers & set(audited_models())
