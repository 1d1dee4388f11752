"""A bulletin's file on its way out; who took it is kept."""

from collections.abc import Callable

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from kernel import audit
from reports.drawing.files import as_pdf, as_word
from reports.models import Bulletin

FILES: dict[str, tuple[Callable[[Bulletin], bytes], str]] = {
    "pdf": (as_pdf, "application/pdf"),
    "docx": (as_word, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
}


def answer_with(bulletin: Bulletin, kind: str) -> HttpResponse:
    draw, content_type = FILES[kind]
    name = content_disposition_header(as_attachment=True, filename=f"{bulletin.title}.{kind}")
    answer = HttpResponse(draw(bulletin), content_type=content_type, headers={"Content-Disposition": name or ""})
    audit.note("export", bulletin.public_id, kind="bulletin", form=kind, number=bulletin.number)
    return answer
