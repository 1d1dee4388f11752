"""A job of about two seconds, which the worker of test_worker.py loads."""

import time

from kernel.services import job_kind


@job_kind("test.slow", title="Slow work", perm="kernel.view_job")
def slow(run):
    run.expect(20)
    for _ in range(20):
        time.sleep(0.1)
        run.advance()
        run.report()
