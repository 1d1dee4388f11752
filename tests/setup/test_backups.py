"""What `manage.py restore` refuses; a whole backup and its restoration are in test_portal.py."""

import json

import pytest

from oversight import backups


@pytest.fixture
def backup(tmp_path):
    """A folder that is as its manifest says."""
    for name in (backups.DATABASE, backups.FILES):
        (tmp_path / name).write_bytes(name.encode())
    (tmp_path / backups.MANIFEST).write_text(json.dumps({"rows": {}, "sha256": backups.digests(tmp_path)}))
    return tmp_path


@pytest.mark.django_db
def test_a_database_with_tables_is_left_alone(backup):
    with pytest.raises(backups.NotRestored, match="The database is not empty"):
        backups.restore(backup)


def test_a_damaged_backup_is_refused_before_the_database_is_asked(backup):
    (backup / backups.DATABASE).write_bytes(b"something else")

    with pytest.raises(backups.NotRestored, match="is damaged"):
        backups.restore(backup)


@pytest.mark.parametrize("content", [None, "", "{"])
def test_a_folder_without_a_manifest_is_no_backup(tmp_path, content):
    if content is not None:
        (tmp_path / backups.MANIFEST).write_text(content)

    with pytest.raises(backups.NotRestored, match="holds no backup"):
        backups.restore(tmp_path)
