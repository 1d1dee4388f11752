"""What a backup's archive may hold."""

import io
import tarfile

import pytest

from oversight.backups import NotRestored, unpack


def archive_of(*members: tarfile.TarInfo) -> tarfile.TarFile:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for member in members:
            archive.addfile(member, io.BytesIO(b"x" * member.size))
    out.seek(0)
    return tarfile.open(fileobj=out)


def member(name: str, kind: bytes = tarfile.REGTYPE, *, size: int = 0, link: str = "") -> tarfile.TarInfo:
    found = tarfile.TarInfo(name)
    found.type, found.size, found.linkname = kind, size, link
    return found


def test_folders_and_files_come_out_as_they_went_in(tmp_path):
    unpack(
        archive_of(member(".", tarfile.DIRTYPE), member("./ab", tarfile.DIRTYPE), member("./ab/cd", size=3)), tmp_path
    )

    assert (tmp_path / "ab/cd").read_bytes() == b"xxx"


@pytest.mark.parametrize(
    "bad",
    [
        member("../outside", size=1), member("/outside", size=1), member("link", tarfile.SYMTYPE, link="/etc/passwd"),
        member("link", tarfile.LNKTYPE, link="other"), member("pipe", tarfile.FIFOTYPE),
    ],
    ids=lambda bad: bad.name,
)  # fmt: skip
def test_what_is_no_file_of_the_portal_is_refused(tmp_path, bad):
    with pytest.raises(NotRestored, match="no file of the portal"):
        unpack(archive_of(bad), tmp_path / "files")

    assert not (tmp_path / "outside").exists()
