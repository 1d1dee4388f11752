"""Several at once, and one that is killed: real commits on real connections."""

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.conf import settings as portal
from django.db import connection

from notices.enums import Audience
from notices.models import Message, Notice
from notices.services import tell
from notices.services.composing import compose_digests, compose_immediate
from notices.services.delivery import LEASE, claim, deliver
from tests.conftest import connected
from tests.factories import DUTY, URGENT, make_address, make_agency, make_membership, make_message, make_notice
from tests.notices.conftest import DIGEST, EARLY, NOON

pytestmark = pytest.mark.usefixtures("transactional_db")
KILLED = """
import django; django.setup()
from django.db import connection
from django.utils import timezone
from datetime import datetime
from notices.services.delivery import deliver
deliver("file", at=datetime.fromisoformat({at!r}))
"""


def at_once(number: int, function) -> list:
    """What each of the calls returned, begun together on connections of their own."""
    barrier = threading.Barrier(number)

    def call(n):
        try:
            barrier.wait(10)
            return function()
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(call, range(number)))


def reader():
    by = make_membership(agency=make_agency())
    make_address(by)
    return by


def test_of_eight_who_say_the_same_one_does():
    party = reader().party

    said = at_once(
        8, lambda: tell(DUTY, to=party, audience=Audience.HANDLERS, url="/", key="together", at=NOON) is not None
    )

    assert (sorted(said), Notice.objects.filter(key="together").count()) == ([False] * 7 + [True], 1)


def test_of_eight_runs_one_makes_the_digest():
    by = reader()
    make_notice(to_party=by.party, created_at=EARLY)

    made = at_once(8, lambda: compose_digests(at=DIGEST))

    assert (sorted(made), Message.objects.count()) == ([0] * 7 + [1], 1)


def test_eight_runs_make_three_immediate_messages():
    by = reader()
    for _ in range(5):
        make_notice(to_party=by.party, kind=URGENT.key, lane=URGENT.lane, created_at=EARLY)

    made = at_once(8, lambda: compose_immediate(at=NOON))

    assert (sum(made), Message.objects.count()) == (3, 3)


def test_what_a_slow_writer_commits_later_is_not_lost():
    """A notice with a smaller key that appears after one with a larger key is in the same digest."""
    by = reader()
    with connected("portal_app") as slow, ThreadPoolExecutor(1) as pool:
        slow.execute(
            "INSERT INTO notices_notice (kind, params, url, to_party_id, audience, lane, key, created_at) "
            "VALUES ('test.duty', '{}', '/', %s, 'handlers', 'digest', 'slow', %s)",
            [by.party_id, EARLY],
        )
        make_notice(to_party=by.party, created_at=EARLY)
        run = pool.submit(lambda: (compose_digests(at=DIGEST), connection.close())[0])
        time.sleep(0.3)
        waits = not run.done()
        slow.connection.commit()
        made = run.result(10)

    assert (waits, made, Message.objects.get().content[0]["count"]) == (True, 1, 2)


def test_eight_who_claim_get_different_messages():
    by = reader()
    users = [make_membership(agency=by.party.agency).user for _ in range(16)]
    keys = {make_message(user=user, next_try_at=NOON).pk for user in users}

    batches = at_once(8, lambda: [row.pk for row in claim("mail", at=NOON, limit=2)])

    claimed = [pk for batch in batches for pk in batch]
    assert (len(claimed), set(claimed)) == (16, keys)


@pytest.mark.slow
def test_what_was_in_hand_of_a_killed_worker_is_sent_by_the_next(settings, tmp_path):
    """The worker hangs in a pipe that nobody reads, between the claim and the delivery, and is killed there."""
    by = reader()
    make_address(by, channel="file", address="13812345678")
    message = make_message(user=by.user, channel="file", next_try_at=NOON)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with worker(pipe) as process:
        end = time.monotonic() + 20
        while not Message.objects.filter(pk=message.pk, claimed_until__isnull=False).exists():
            assert time.monotonic() < end and process.poll() is None, process.communicate()
            time.sleep(0.05)
        os.kill(process.pid, signal.SIGKILL)
        process.wait(10)
    settings.NOTICE_CHANNELS, settings.NOTICE_FILE = ["file"], str(tmp_path / "messages.txt")

    sent = [deliver("file", at=NOON + pause) for pause in (timedelta(minutes=1), 2 * LEASE, 3 * LEASE)]

    lines = (tmp_path / "messages.txt").read_text().splitlines()
    assert (sent, [line.split("\t")[0] for line in lines]) == ([0, 1, 0], [str(message.public_id)])
    assert Message.objects.get(pk=message.pk).attempts == 2


def worker(file) -> subprocess.Popen:
    """A process of its own that delivers what waits, into this file."""
    facts = connection.settings_dict
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "oversight.settings",
        "DATABASE_URL": f"postgresql://portal_app@/{facts['NAME']}?host={facts['HOST']}",
        "DATABASE_ROLE": "app",
        "NOTICE_CHANNELS": "file",
        "NOTICE_FILE": str(file),
    }
    command = [sys.executable, "-c", KILLED.format(at=NOON.isoformat())]
    return subprocess.Popen(command, env=environment, cwd=portal.BASE_DIR, stderr=subprocess.PIPE, text=True)
