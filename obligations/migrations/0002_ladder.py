"""The ladder of rules 9a, for every kind, everywhere; and one for clocks of hours, which the rules leave open."""

from django.db import migrations

RULES = [  # stage, offset after the due day or hour, unit
    ("remind", -7, "cd"),
    ("remind", -3, "cd"),
    ("remind", 0, "cd"),
    ("leader", 1, "wd"),
    ("urge", 5, "wd"),
    ("remind", -1, "h"),
    ("leader", 0, "h"),
    ("urge", 24, "h"),
]


def seed(apps, schema_editor):
    ReminderRule = apps.get_model("obligations", "ReminderRule")
    ReminderRule.objects.bulk_create(
        ReminderRule(stage=stage, offset=offset, unit=unit) for stage, offset, unit in RULES
    )


def empty(apps, schema_editor):
    apps.get_model("obligations", "ReminderRule").objects.filter(kind="", region=None).delete()


class Migration(migrations.Migration):
    dependencies = [("obligations", "0001_initial")]

    operations = [migrations.RunPython(seed, empty)]
