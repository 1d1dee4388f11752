"""The texts of commitments: a new version replaces the one before it from its day on; both stay."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Region
from commitments.digests import text_digest
from commitments.enums import CommitmentKind
from commitments.models import CommitmentTemplate
from kernel.access import require
from kernel.errors import Refused, WrongDay, refused_by


@transaction.atomic
def add_template(
    kind: CommitmentKind, *, region: Region, title: str, text: str, valid_from: date, by, at: datetime
) -> CommitmentTemplate:
    """Word anew what is committed to in a territory from a day on; what was signed before stays as it was signed.

    Raises PermissionDenied outside the territory of `by`, WrongDay for a day that has passed, Refused without words.
    """
    require(by, "commitments.add_commitmenttemplate", region)
    title, text = title.strip(), text.strip()
    if not title or not text:
        raise Refused(_("A text needs its title and its words."))
    if valid_from < timezone.localdate(at):
        raise WrongDay(_("What was signed by an earlier text stays: the new one holds from today, or a later day."))
    versions = CommitmentTemplate.objects.filter(kind=kind, region=region)
    row = CommitmentTemplate(
        kind=kind, region=region, region_path=region.path, title=title, text=text, valid_from=valid_from,
        number=(versions.aggregate(last=Max("number"))["last"] or 0) + 1,
        digest=text_digest(title=title, text=text), added_by_id=by.pk, added_at=at,
    )  # fmt: skip
    with refused_by("commitmenttemplate_number_once", reason=_("Somebody else has added a version at this moment.")):
        row.save()
    return row
