"""What the scheduler starts."""

from celery import current_app

from oversight.schedule import SCHEDULE


def test_every_entry_of_the_schedule_names_a_job():
    assert {entry["task"] for entry in SCHEDULE.values()} - set(current_app.tasks) == set()
