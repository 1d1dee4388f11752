"""The register as a file: the list of the page, under the headings of a table that is sent; it can be sent again."""

import tempfile
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from institutions.filters import InstitutionFilters
from institutions.importers.columns import COLUMNS, WORDS, heading
from institutions.lists import ORDER
from institutions.models import Institution
from institutions.regions import Regions
from kernel import audit, files
from kernel.errors import Refused
from kernel.exports import FORMS, Table, write_table
from kernel.services import RESULT, RESULT_MB, Result, Run, job_kind

EXPORT = "institutions.export"
AT_ONCE = 2000
MADE = ("public_id", "region")  # of other columns


@job_kind(EXPORT, title=gettext_lazy("Export of the register"), perm="institutions.view_institution")
def export_register(run: Run, *, filters: str, form: str) -> Result:
    """filters: the page's query string.  form: csv or xlsx."""
    asked, at = QueryDict(filters), timezone.now()
    found = InstitutionFilters(asked, queryset=Institution.objects.visible_to(run.by))
    if not found.is_valid() or form not in FORMS:
        raise Refused(_("These filters cannot be applied."))
    run.expect(found.qs.count())
    title, words = _("Register of institutions"), filter_words(found)
    about = [(title, run.by.party.name), (pgettext("export", "Filter"), *words), (_("As of"), at)]
    table = Table(_("Institutions"), about, [heading(fact) for fact in COLUMNS], _rows(run, found.qs))
    name = " ".join([title, run.by.party.name, timezone.localdate(at).isoformat()])
    with tempfile.TemporaryFile(dir=settings.VAR_DIR) as file:
        write_table(table, file, form=form)
        kept = files.store(file, name=f"{name[:150]}.{form}", purpose=RESULT, by=run.by, at=at, limit_mb=RESULT_MB)
    audit.note("export", kept.public_id, kind=title, filter=" ".join(words), rows=run.done)
    return Result(ngettext("%(count)d institution", "%(count)d institutions", run.done) % {"count": run.done}, kept)


def filter_words(found: InstitutionFilters) -> list[str]:
    """Label and value of each condition that narrows the list."""
    told = []
    for name, field in found.form.fields.items():
        value = found.form.cleaned_data.get(name)
        if value not in (None, "", []):
            choices = dict(getattr(field, "choices", ()))
            values = value if isinstance(value, list) else [value]
            told.append(f"{field.label}: {'、'.join(str(choices.get(one, one)) for one in values)}")
    return told


def _rows(run: Run, rows) -> Iterator[list[Any]]:
    """Read through a cursor of the database, so that one moment is shown and few rows are in memory."""
    regions = Regions(by=run.by, on=timezone.localdate())
    labels = {fact: dict(choices.choices) for fact, choices in WORDS.items()}
    facts = ["party__public_id", "party__region__name", "region_path", *(fact for fact in COLUMNS if fact not in MADE)]
    for told in rows.order_by(*ORDER).values(*facts).iterator(AT_ONCE):
        told |= {
            "public_id": str(told["party__public_id"]),
            "region": regions.words(told["region_path"]) or told["party__region__name"],
            "subjects": "、".join(told["subjects"]),
        }
        yield [str(labels[fact].get(told[fact], "")) if fact in labels else told[fact] for fact in COLUMNS]
        run.advance()
