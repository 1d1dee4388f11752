"""A file is known by its content, kept by its hash, and loses the place where it was taken."""

import hashlib
import io
import time
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image

from kernel import files
from kernel.access import OPERATOR
from kernel.errors import TooLarge, WrongType
from kernel.models import StoredFile
from tests.factories import make_membership
from tests.kernel.pictures import GPS, archive, compound, huge_png, photo

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 4, tzinfo=UTC)
OPEN_XML = "application/vnd.openxmlformats-officedocument."


@files.readable_by("test.open")
def anybody(by, file):
    return True


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def keep(content: bytes, name="file", **facts) -> StoredFile:
    return files.store(SimpleUploadedFile(name, content), **{"purpose": "test.open", "by": OPERATOR, "at": AT} | facts)


def blobs(media) -> list[str]:
    return sorted(path.name for path in media.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("content", "content_type", "ending"),
    [
        (b"%PDF-1.7 ...", "application/pdf", "pdf"),
        (archive("[Content_Types].xml", "word/document.xml"), f"{OPEN_XML}wordprocessingml.document", "docx"),
        (archive("[Content_Types].xml", "xl/workbook.xml"), f"{OPEN_XML}spreadsheetml.sheet", "xlsx"),
        (archive("OFD.xml"), "application/ofd", "ofd"),
        (compound("1Table", "WordDocument"), "application/msword", "doc"),
        (compound("Workbook"), "application/vnd.ms-excel", "xls"),
        (photo("JPEG"), "image/jpeg", "jpg"),
        (photo("PNG"), "image/png", "png"),
        (photo("WEBP"), "image/webp", "webp"),
        ("序号,任务\n1,依法执业".encode(), "text/plain", "txt"),
        ("序号,任务\n1,依法执业".encode("gb18030"), "text/plain", "txt"),
    ],
)
def test_the_type_is_told_by_the_content(content, content_type, ending):
    row = keep(content, name="方案.exe")

    assert (row.content_type, row.name) == (content_type, f"方案.exe.{ending}")
    assert files.path_of(row).read_bytes()[:4] == content[:4]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x7fELF\x02\x01\x01",
        b"MZ\x90\x00",
        archive("readme.txt"),
        b"PK\x03\x04 but no archive",
        archive("word/document.xml", "word/vbaProject.bin"),
        compound("EncryptedPackage"),
        compound("Workbook", "_VBA_PROJECT"),
        b"\xff\xd8\xff\xe0 no picture",
        photo("JPEG")[:-40],
        photo("PNG")[:60],
        b"text with a \x00",
        b"\x81\xff\xfa\x81",
    ],
)
def test_what_is_not_accepted_is_refused_and_leaves_nothing(content, media):
    with pytest.raises(WrongType):
        keep(content, name="plan.pdf")

    assert (StoredFile.objects.count(), blobs(media)) == (0, [])


def test_a_purpose_may_accept_less():
    with pytest.raises(WrongType, match="JPG, PNG, WEBP"):
        keep(b"%PDF-1.7", accept=files.IMAGES)


def test_one_byte_too_many_is_refused(settings, media):
    settings.MAX_UPLOAD_MB = 1
    limit = 1024 * 1024
    keep(b"x" * limit)

    with pytest.raises(TooLarge, match="1 MB"):
        keep(b"x" * (limit + 1))

    assert blobs(media) == [hashlib.sha256(b"x" * limit).hexdigest()]


def test_a_picture_that_would_fill_the_memory_is_refused_by_its_head():
    with pytest.raises(TooLarge, match="million pixels"):
        keep(huge_png())


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_loses_its_place_and_keeps_its_pixels(kind):
    content = photo(kind)
    row = keep(content)

    kept = files.path_of(row).read_bytes()
    before, after = Image.open(io.BytesIO(content)), Image.open(io.BytesIO(kept))
    assert (dict(before.getexif().get_ifd(GPS)) != {}, dict(after.getexif().get_ifd(GPS))) == (True, {})
    assert b"serial 4711" in content
    assert b"serial 4711" not in kept
    assert after.tobytes() == before.tobytes()
    assert (row.sha256, row.received_sha256) == (hashlib.sha256(kept).hexdigest(), hashlib.sha256(content).hexdigest())


def test_a_photo_keeps_its_orientation_and_time():
    row = keep(photo())

    exif = Image.open(io.BytesIO(files.path_of(row).read_bytes())).getexif()
    assert (exif[0x0112], exif.get_ifd(0x8769)) == (6, {0x9003: "2026:11:20 09:30:00"})


def test_what_stands_before_and_after_a_photo_goes_too():
    first = photo(progressive=True)
    note = b"\xff\xe1\x00\x0dhttp://xmp\0" + b"\xff\xed\x00\x06city"

    row = keep(first[:2] + note + first[2:] + photo())

    kept = files.path_of(row).read_bytes()
    assert (b"xmp" in kept, b"city" in kept, kept.count(b"\xff\xd8\xff")) == (False, False, 1)


def test_the_same_bytes_lie_once_and_belong_to_each_row(media):
    first, second = keep(b"same"), keep(b"same", name="other.csv")

    assert first.sha256 == second.sha256
    assert (len(blobs(media)), second.name) == (1, "other.csv")


def test_the_owner_and_the_place_are_those_of_the_unit():
    by = make_membership()

    row = keep(b"x", by=by)

    assert (row.owner, row.region_path, row.created_at) == (by.user, by.party.region_path, AT)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd", "passwd.txt"),
        ("C:\\Users\\张三\\数据.CSV", "数据.CSV"),
        ("a\r\nSet-Cookie: x.txt", "aSet-Cookie: x.txt"),
        ("report\u202efdp.txt", "reportfdp.txt"),
        ("", "file.txt"),
        ("长" * 300 + ".txt", "长" * 196 + ".txt"),
    ],
)
def test_a_name_is_only_shown_and_never_a_path(given, shown, media):
    row = files.store(b"x", name=given, purpose="test.open", by=OPERATOR, at=AT)

    assert row.name == shown
    assert [path.parent.parent.parent for path in media.rglob("*") if path.is_file()] == [media]


def test_a_purpose_without_a_rule_is_a_mistake():
    with pytest.raises(LookupError):
        keep(b"x", purpose="test.unknown")


def test_bytes_without_a_row_go_after_a_day(media):
    kept = keep(b"kept")
    with pytest.raises(RuntimeError), transaction.atomic():
        keep(b"rolled back")
        raise RuntimeError

    assert files.remove_orphans() == 0
    assert files.remove_orphans(now=time.time() + 90_000) == 1

    assert blobs(media) == [kept.sha256]


def test_the_thumbnail_goes_with_its_picture(media):
    row = keep(photo())
    files.thumbnail(row)
    row.delete()
    (media / "incoming" / "half").write_bytes(b"half")

    assert files.remove_orphans(now=time.time() + 90_000) == 3
    assert blobs(media) == []


def test_bytes_that_somebody_is_storing_are_left_alone(media, other_connection):
    sha256 = hashlib.sha256(b"x").hexdigest()
    path = media / sha256[:2] / sha256[2:4] / sha256
    path.parent.mkdir(parents=True)
    path.write_bytes(b"x")
    later = time.time() + 90_000

    with other_connection() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(sha256[:15], 16)])
        assert files.remove_orphans(now=later) == 0

    assert files.remove_orphans(now=later) == 1


def test_a_small_view_is_upright_and_drawn_once():
    row = keep(photo(size=(1000, 500)))

    path = files.thumbnail(row)

    assert Image.open(io.BytesIO(path.read_bytes())).size == (160, 320)
    written = path.stat().st_mtime_ns
    assert files.thumbnail(row).stat().st_mtime_ns == written


def test_a_text_has_no_small_view():
    with pytest.raises(WrongType):
        files.thumbnail(keep(b"x"))
