"""The portal's own checklist, which every territory may use or take as a beginning: 53 points (rules 3.3)."""

import csv
from datetime import date
from pathlib import Path

from django.db import migrations
from django.utils import timezone

TABLE = Path(__file__).parents[2] / "fixtures" / "self-inspection-checklist-2026.csv"
TITLE = "医疗机构依法执业自查清单"


def add(apps, schema_editor):
    """Unless it is there: going back leaves it, since reports name it."""
    Checklist = apps.get_model("inspections", "Checklist")
    ChecklistItem = apps.get_model("inspections", "ChecklistItem")
    if Checklist.objects.filter(region=None).exists():
        return
    row = Checklist.objects.create(region=None, region_path="", title=TITLE, number=1)
    with TABLE.open(encoding="utf-8") as table:
        for position, said in enumerate(csv.DictReader(table), 1):
            said["applies"] = said["applies"].split()
            ChecklistItem.objects.create(checklist=row, position=position, **said)
    row.state, row.valid_from, row.published_at = "published", date(2026, 1, 1), timezone.now()
    row.save()


class Migration(migrations.Migration):
    dependencies = [("inspections", "0001_initial")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
