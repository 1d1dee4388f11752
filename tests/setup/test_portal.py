"""`make run` from a copied folder: what it starts, what it survives, and that it leaves nothing behind."""

import contextlib
import http.client
import json
import signal
import socket
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.setup.checkout import SERVERS_ONLY, Checkout, until

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")]
SUPERVISOR = ("-m", "oversight.embedded.supervisor")
PARTS = {
    "web": "gunicorn",
    "worker": "celery -A oversight.celery worker",
    "scheduler": "celery -A oversight.celery beat",
}


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    copy = Checkout(tmp_path_factory.mktemp("portal") / "copy")
    yield copy
    copy.clean()


@pytest.fixture(scope="module")
def port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


@contextlib.contextmanager
def running(checkout, port):
    """The portal, from its announcement on; yields the supervisor and what it has said so far."""
    supervisor = checkout.popen(*SUPERVISOR, PORT=port)
    limit = threading.Timer(300, supervisor.kill)  # the demonstration takes a minute, several beside other work
    limit.start()
    said = []
    try:
        for line in supervisor.stdout:
            said.append(line)
            if "The portal runs at" in line:
                break
        yield supervisor, "".join(said)
    finally:
        limit.cancel()
        supervisor.kill()
        supervisor.communicate()


def answers(port: str) -> bool:
    page = http.client.HTTPConnection("127.0.0.1", int(port), timeout=10)
    try:
        page.request("GET", "/")
        return page.getresponse().status < 500
    except OSError:
        return False
    finally:
        page.close()


def test_it_announces_itself_is_alone_and_ends_whole(checkout, port):
    with running(checkout, port) as (supervisor, said):
        assert f"http://127.0.0.1:{port}" in said
        assert answers(port)
        second = checkout.run(*SUPERVISOR, PORT=port)
        supervisor.send_signal(signal.SIGINT)
        asked_at = time.monotonic()
        rest, errors = supervisor.communicate(timeout=20)

    assert second.returncode == 1
    assert second.stderr == (
        "The portal already runs from this folder; end it with Ctrl-C there, or with `make stop`.\n"
    )
    assert time.monotonic() - asked_at < 10
    assert (supervisor.returncode, rest, errors) == (0, "Stopping ...\n", "")
    assert until(lambda: not checkout.processes(), seconds=1)


def test_whatever_is_killed_comes_back(checkout, port):
    with running(checkout, port) as (supervisor, _):
        assert until(lambda: all(checkout.processes(words) for words in PARTS.values()), seconds=20)
        before = {name: min(checkout.processes(words)) for name, words in PARTS.items()}
        for words in ("gunicorn", PARTS["worker"], PARTS["scheduler"], "bin/postgres -D", "valkey-server"):
            checkout.kill(words)

        def all_new() -> bool:
            now = {name: min(checkout.processes(words), default=0) for name, words in PARTS.items()}
            return all(now[name] and now[name] != before[name] for name in PARTS)

        assert until(all_new, seconds=30)
        assert until(lambda: answers(port), seconds=30)
        supervisor.terminate()
        rest, errors = supervisor.communicate(timeout=20)

    log = checkout.folder / "var/log"
    said = [f"The {name} ended and is started again in 2 s; see {log / name}.log.\n" for name in PARTS]
    revived = [f"{name} had ended and was started again.\n" for name in ("PostgreSQL", "Valkey")]
    assert sorted(rest.splitlines(keepends=True)) == sorted([*said, *revived, "Stopping ...\n"])
    assert (supervisor.returncode, errors) == (0, "")
    assert until(lambda: not checkout.processes(), seconds=1)


def test_a_killed_supervisor_blocks_nothing_and_commands_work_by_themselves(checkout, port):
    with running(checkout, port) as (supervisor, _):
        supervisor.kill()
        supervisor.wait()
    with running(checkout, port) as (supervisor, said):
        assert f"http://127.0.0.1:{port}" in said
        supervisor.send_signal(signal.SIGHUP)
        supervisor.communicate(timeout=20)
    assert not checkout.processes()

    query = "from agencies.models import User; print(User.objects.count())"
    alone = checkout.run("manage.py", "shell", "--no-imports", "-c", query)

    assert alone.returncode == 0
    assert int(alone.stdout) > 0
    assert checkout.processes("bin/postgres -D")
    assert checkout.processes("valkey-server")


def test_a_backup_is_restored_into_another_database(checkout, tmp_path):
    upload = checkout.folder / "var/files/2026/plan.txt"
    upload.parent.mkdir(parents=True)
    upload.write_text("按季度")
    saved = checkout.run("manage.py", "backup", str(tmp_path))
    folder = Path(saved.stdout.strip())
    assert (saved.returncode, folder.parent) == (0, tmp_path)
    checkout.sql("CREATE DATABASE portal_restored", role="owner")
    target = {
        "SECRET_KEY": "only-for-this-test",
        "DATABASE_URL": checkout.ask("database_url()").replace("/portal?", "/portal_restored?"),
        "DATABASE_OWNER_URL": checkout.ask("database_url('owner')").replace("/portal?", "/portal_restored?"),
        "MEDIA_ROOT": str(tmp_path / "files"),
    }

    restored = checkout.run("manage.py", "restore", str(folder), **target)

    rows = json.loads((folder / "manifest.json").read_text())["rows"]
    assert rows["agencies_user"] > 0
    assert restored.stdout == f"Restored {sum(rows.values())} rows in {len(rows)} tables.\n"
    assert (tmp_path / "files/2026/plan.txt").read_text() == "按季度"


@pytest.mark.parametrize(
    ("port", "sentence"),
    [
        ("taken", "Port {port} is used by another program; choose another: make run PORT=8001\n"),
        ("eighty", "PORT must be a number from 1 to 65535, not eighty.\n"),
        ("99999", "PORT must be a number from 1 to 65535, not 99999.\n"),
    ],
)
def test_a_port_that_cannot_be_had_is_said_before_anything_starts(tmp_path, port, sentence):
    copy = Checkout(tmp_path / "copy", parts=SERVERS_ONLY)
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = str(holder.getsockname()[1]) if port == "taken" else port
        refused = copy.run(*SUPERVISOR, PORT=port)
    untouched = (copy.processes(), Path(copy.data).exists())
    copy.clean()

    assert (refused.returncode, refused.stdout, refused.stderr) == (1, "", sentence.format(port=port))
    assert untouched == ({}, False)
