"""A backup is a folder with the database, the uploaded files and a manifest that says what must come out of them."""

import hashlib
import json
import shutil
import subprocess
import tarfile
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from oversight.embedded.cluster import find_programs

DATABASE, FILES, MANIFEST = "database.dump", "files.tar", "manifest.json"


class NotRestored(Exception):
    """A backup that may not or cannot be restored; the text is a sentence for the administrator."""


def save(folder: Path, *, at: datetime) -> Path:
    """Write a backup into a new folder below `folder`; returns it. Complete, or not there under its name."""
    target = folder / at.strftime("portal-%Y%m%dT%H%M%S")
    new = target.with_suffix(".new")
    new.mkdir(mode=0o700, parents=True)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")  # the dump then holds exactly the rows that are counted
            snapshot = cursor.fetchone()[0]
            rows = count_rows()
            run("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={new / DATABASE}")
        with tarfile.open(new / FILES, "w") as archive:
            if Path(settings.MEDIA_ROOT).exists():
                archive.add(settings.MEDIA_ROOT, arcname=".")
        manifest = {"made_at": at.isoformat(), "rows": rows, "sha256": digests(new)}
        (new / MANIFEST).write_text(json.dumps(manifest, indent=1))
        return new.rename(target)
    except BaseException:
        shutil.rmtree(new)
        raise


def restore(folder: Path) -> dict[str, int]:
    """Fill an empty database and an empty folder of files; returns the rows of each table, as the manifest has them."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text())
    except (OSError, ValueError):
        raise NotRestored(f"{folder} holds no backup: its {MANIFEST} cannot be read.") from None
    if digests(folder) != manifest["sha256"]:
        raise NotRestored(f"The backup in {folder} is damaged: its files are not those of the manifest.")
    media = Path(settings.MEDIA_ROOT)
    if connection.introspection.table_names():
        raise NotRestored("The database is not empty; a backup is restored into a new one only.")
    if media.exists() and any(media.iterdir()):
        raise NotRestored(f"The folder of files {media} is not empty; move it away first.")
    run("pg_restore", "--single-transaction", "--exit-on-error", str(folder / DATABASE), as_option=True)
    with tarfile.open(folder / FILES) as archive:
        unpack(archive, media)
    rows = count_rows()
    if rows != manifest["rows"]:
        raise NotRestored("The restored database does not have the rows of the manifest.")
    return rows


def unpack(archive: tarfile.TarFile, into: Path) -> None:
    """The ordinary files of an archive, below a folder; the Python of Debian 12 knows no `filter` that would see to it.

    Raises NotRestored for anything else in it, and for a path that leads out.
    """
    into.mkdir(parents=True, exist_ok=True)
    for member in archive:
        target = (into / member.name).resolve()
        if not (member.isdir() or member.isfile()) or not target.is_relative_to(into.resolve()):
            raise NotRestored(f"The backup holds “{member.name}”, which is no file of the portal.")
        if member.isdir():
            target.mkdir(exist_ok=True)
            continue
        content = archive.extractfile(member)
        assert content is not None  # of an ordinary file
        with content, target.open("xb") as copy:
            shutil.copyfileobj(content, copy)


def count_rows() -> dict[str, int]:
    with connection.cursor() as cursor:
        tables = sorted(connection.introspection.table_names(cursor))
        counts = {}
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608
            counts[table] = cursor.fetchone()[0]
    return counts


def digests(folder: Path) -> dict[str, str]:
    found = {}
    for name in (DATABASE, FILES):
        with (folder / name).open("rb") as content:
            found[name] = hashlib.file_digest(content, "sha256").hexdigest()
    return found


def run(tool: str, *options: str, as_option: bool = False) -> None:
    """Run one of PostgreSQL's programs on the database of the settings; as_option: it takes that by `--dbname`."""
    (_, *arguments, database), variables = connection.client.settings_to_cmd_args_env(connection.settings_dict, [])
    where = [f"--dbname={database}"] if as_option else [database]
    command = [str(find_programs(tool) / tool), *arguments, *options, *where]
    subprocess.run(command, env=variables, check=True)
