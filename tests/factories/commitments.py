"""Commitments and their texts."""

from django.utils import timezone

from agencies.models import Party, Region
from commitments.digests import text_digest
from commitments.enums import CommitmentKind
from commitments.models import Commitment, CommitmentTemplate
from institutions.models import Institution
from practitioners.models import Practitioner
from tests.factories.institutions import make_institution

__all__ = ["make_commitment", "make_commitment_template"]


def make_commitment_template(*, region: Region | None = None, **facts) -> CommitmentTemplate:
    """By default the text of institutions, from today."""
    said = {
        "kind": CommitmentKind.INSTITUTION, "number": 1, "title": "Commitment", "text": "We keep the law.",
        "valid_from": timezone.localdate(), "added_at": timezone.now(), "region_path": region.path if region else "",
    } | facts  # fmt: skip
    digest = text_digest(title=said["title"], text=said["text"])
    return CommitmentTemplate.objects.create(region=region, digest=digest, **said)


def make_commitment(
    institution: Institution | None = None, *, practitioner: Practitioner | None = None, to: Party | None = None,
    **facts,
) -> Commitment:  # fmt: skip
    """By default an institution's, signed today by the usual text; no duty is met."""
    institution = institution or make_institution()
    kind = CommitmentKind.PRACTITIONER if practitioner else CommitmentKind.INSTITUTION
    now, today = timezone.now(), timezone.localdate()
    template = CommitmentTemplate.objects.get(kind=kind, region=None)
    said = {"year": today.year, "signed_name": "Signer", "signed_on": today, "signed_at": now, "template": template}
    row = Commitment(
        kind=kind, party=practitioner.party if practitioner else institution.party, institution=institution,
        to=to or institution.party, **said | facts,
    )  # fmt: skip
    row.digest = row.digest_now()
    row.save()
    return row
