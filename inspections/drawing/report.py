"""The report on A4, with its signatures and digest."""

import json
from typing import Any

import typst
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from inspections.details import Entry, sheet_of
from inspections.models import SelfInspection
from kernel.encodings import NO_TEXT

FONTS = settings.BASE_DIR / "oversight" / "static" / "vendor" / "fonts"  # embedded: the reader needs none
SHEET = settings.BASE_DIR / "inspections" / "drawing" / "report.typ"


def as_pdf(report: SelfInspection, *, at) -> bytes:
    """A4, with its fonts; nothing of it is read as markup. Photos are named, not shown."""
    data = json.dumps(_facts(report, at=at), ensure_ascii=False)
    return typst.compile(
        SHEET, root=SHEET.parent, font_paths=[FONTS], ignore_system_fonts=True, format="pdf",
        sys_inputs={"data": NO_TEXT.sub(" ", data)},
    )  # fmt: skip


def _facts(report: SelfInspection, *, at) -> dict[str, Any]:
    sheet, institution = sheet_of(report), report.institution
    counts = {"total": sheet.total} | sheet.counts
    return {
        "title": report.round.title,
        "institution": report.name,
        "facts": [
            [_("Unified social credit code"), institution.uscc or "—"],
            [_("Checklist"), str(report.round.checklist)],
            [_("Number"), report.number],
            [_("Filled in by"), f"{report.filled_name} {_time(report.filled_at)}"],
            [_("Signed by the principal"), f"{report.submitted_name} {_time(report.submitted_at)}"],
            [
                _("Result"),
                _("%(total)s items: %(met)s met, %(not_met)s not met, %(not_applicable)s not applicable") % counts,
            ],
        ],
        "header": [_("No."), _("Item"), _("Answer"), _("Explanation and evidence")],
        "parts": [{"heading": part.heading, "rows": [_row(one) for one in part.entries]} for part in sheet.parts],
        "digest": _("Digest (SHA-256) of what was handed in: %(digest)s") % {"digest": report.digest},
        "printed": _("Printed %(time)s") % {"time": _time(at)},
    }


def _row(entry: Entry) -> list[str]:
    said, answer = entry.line, entry.answer
    more = [said.explanation]
    if said.is_not_met:
        more += [_("Found on %(day)s") % {"day": said.found_on}, _("Seen to by %(name)s") % {"name": said.person}]
    more += [row.file.name for row in entry.files]
    verdict = answer.get_verdict_display() if answer else ""
    return [entry.item.code, entry.item.text, verdict, "\n".join(filter(None, more))]


def _time(at) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else ""
