"""What the scheduler starts, and when (Asia/Shanghai); each of these may run twice, late, or beside itself."""

from celery.schedules import crontab

MINUTE, OFFICE_HOURS = 60, "8-19"  # seconds; rest days are left out by notices.deadlines

SCHEDULE = {
    "kernel.heartbeat": {"task": "kernel.heartbeat", "schedule": 30.0, "options": {"expires": MINUTE}},
    "kernel.seal_audit": {"task": "kernel.seal_audit", "schedule": crontab(hour=2, minute=10)},
    "kernel.clear_expired": {"task": "kernel.clear_expired", "schedule": crontab(hour=3, minute=20)},
    "institutions.clear_staged": {"task": "institutions.clear_staged", "schedule": crontab(hour=3, minute=30)},
    "practitioners.clear_tables": {"task": "practitioners.clear_tables", "schedule": crontab(hour=3, minute=40)},
    "disclosure.expire": {"task": "disclosure.expire", "schedule": crontab(hour=0, minute=5)},
    "tasks.open_reports": {"task": "tasks.open_reports", "schedule": crontab(hour=0, minute=15)},
    "tasks.open_goals": {"task": "tasks.open_goals", "schedule": crontab(hour=0, minute=20)},
    "practitioners.open_renewals": {
        "task": "practitioners.open_renewals",
        "schedule": crontab(hour=0, minute=30),
    },
    "commitments.open_commitments": {
        "task": "commitments.open_commitments",
        "schedule": crontab(hour=0, minute=35),
    },
    "institutions.open_verifications": {
        "task": "institutions.open_verifications",
        "schedule": crontab(hour=0, minute=50),
    },
    "inspections.open_reports": {
        "task": "inspections.open_reports",
        "schedule": crontab(hour=1, minute=0),
    },
    "tasks.tell_vacant": {"task": "tasks.tell_vacant", "schedule": crontab(hour=0, minute=40)},
    "meetings.open_meetings": {"task": "meetings.open_meetings", "schedule": crontab(hour=0, minute=25)},
    "obligations.remind": {
        "task": "obligations.remind",
        "schedule": crontab(minute="*/5"),
        "options": {"expires": 4 * MINUTE},
    },
    "notices.compose_digests": {
        "task": "notices.compose_digests",
        "schedule": crontab(minute="*/5", hour=OFFICE_HOURS),
        "options": {"expires": 4 * MINUTE},
    },
    "notices.compose_immediate": {
        "task": "notices.compose_immediate",
        "schedule": crontab(hour=OFFICE_HOURS),
        "options": {"expires": MINUTE},
    },
    "notices.deliver": {
        "task": "notices.deliver",
        "schedule": crontab(hour=OFFICE_HOURS),
        "options": {"expires": MINUTE},
    },
}
