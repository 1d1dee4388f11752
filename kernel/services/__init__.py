"""What happens in the kernel: the calendar of a year is loaded, long work runs, what has expired goes."""

from kernel.services.calendar import load_year, on_year_loaded
from kernel.services.clearing import clear_expired
from kernel.services.jobs import RESULT, RESULT_MB, Result, Run, cancel_job, job_kind, revive, start_job
from kernel.services.running import run_job
from kernel.services.saved_views import save_view

__all__ = [
    "RESULT",
    "RESULT_MB",
    "Result",
    "Run",
    "cancel_job",
    "clear_expired",
    "job_kind",
    "load_year",
    "on_year_loaded",
    "revive",
    "run_job",
    "save_view",
    "start_job",
]
