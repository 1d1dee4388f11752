"""How long an entry can be withdrawn (rules 9a)."""

from datetime import timedelta

RECALL = timedelta(hours=24)
