"""The calendar of 2004 to 2036, and the function that numbers its days."""

import csv
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path

from django.db import migrations

COMPUTE_DAYS = """
CREATE OR REPLACE FUNCTION kernel_compute_days() RETURNS integer LANGUAGE sql AS $$
    -- Make kernel_day say what kernel_calendaryear says; returns how many days were new or have changed.
    WITH moved AS (  -- where two notices name a day, the later year's holds: it reaches into the December before
        SELECT DISTINCT ON (day) (entry ->> 'day')::date AS day, entry ->> 'kind' AS kind, entry ->> 'name' AS name
        FROM kernel_calendaryear, jsonb_array_elements(days) AS entry
        ORDER BY day, year DESC
    ), days AS (
        SELECT day::date, status = 'provisional' AS is_provisional
        FROM kernel_calendaryear, generate_series(make_date(year, 1, 1), make_date(year, 12, 31), '1 day') AS day
    ), known AS (
        SELECT day, is_provisional, coalesce(kind, '') AS kind, coalesce(name, '') AS name,
            CASE kind WHEN 'holiday' THEN false WHEN 'makeup' THEN true ELSE extract(isodow FROM day) < 6 END AS is_working
        FROM days LEFT JOIN moved USING (day)
    ), written AS (
        INSERT INTO kernel_day AS old (day, is_working, working_ordinal, kind, name, is_provisional)
        SELECT day, is_working, count(*) FILTER (WHERE is_working) OVER (ORDER BY day), kind, name, is_provisional
        FROM known
        ON CONFLICT (day) DO UPDATE SET is_working = excluded.is_working, working_ordinal = excluded.working_ordinal,
            kind = excluded.kind, name = excluded.name, is_provisional = excluded.is_provisional
        WHERE (old.is_working, old.working_ordinal, old.kind, old.name, old.is_provisional) IS DISTINCT FROM
            (excluded.is_working, excluded.working_ordinal, excluded.kind, excluded.name, excluded.is_provisional)
        RETURNING 1
    )
    SELECT count(*)::integer FROM written
$$;
"""

NOTICES = Path(__file__).parent.parent / "data" / "holidays-2004-2026.csv"
PROVISIONAL = range(2027, 2037)


def spans(text):
    """Every day of "2026-02-14 2026-02-15/2026-02-23"."""
    for span in text.split():
        first, _, last = span.partition("/")
        day, last = date.fromisoformat(first), date.fromisoformat(last or first)
        while day <= last:
            yield day
            day += timedelta(days=1)


def moved_days():
    with NOTICES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for column, kind in (("holidays", "holiday"), ("makeups", "makeup")):
                for day in spans(row[column]):
                    yield {"day": day.isoformat(), "kind": kind, "name": row["name"]}


def seed(apps, schema_editor):
    CalendarYear = apps.get_model("kernel", "CalendarYear")
    moved = sorted(moved_days(), key=lambda entry: entry["day"])
    years = [
        CalendarYear(year=int(year), status="official", source="国务院办公厅关于节假日安排的通知", days=list(entries))
        for year, entries in groupby(moved, key=lambda entry: entry["day"][:4])
    ]
    years += [CalendarYear(year=year, status="provisional") for year in PROVISIONAL]
    CalendarYear.objects.bulk_create(years)
    schema_editor.execute("SELECT kernel_compute_days()")


def empty(apps, schema_editor):
    apps.get_model("kernel", "Day").objects.all().delete()
    apps.get_model("kernel", "CalendarYear").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]

    operations = [
        migrations.RunSQL(COMPUTE_DAYS, "DROP FUNCTION kernel_compute_days()"),
        migrations.RunPython(seed, empty),
    ]
