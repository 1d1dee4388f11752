"""Accounts of institutions: many at once for those that have none, with letters to print."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Lower, NullIf
from django.utils import timezone

from agencies.enums import Role
from agencies.models import Membership, User
from agencies.services.accounts import Letter, create_account
from institutions.models import Institution
from kernel.access import require

MOST = 300  # letters are shown once, on the answer to one request
NAME = 60  # letters of a person's name


def without_account(by, *, at: datetime) -> QuerySet[Institution]:
    """The institutions of the territory that stand and for which nobody acts, for who opens accounts there.

    username: what their account is called, by the code that names them; "" where they have none.
    """
    require(by, "agencies.add_user")
    members = Membership.objects.not_over(timezone.localdate(at)).filter(party=OuterRef("pk"))
    rows = Institution.objects.standing().filter(~Exists(members), region_path__startswith=by.region_path)
    return rows.annotate(username=Lower(Coalesce(NullIf("uscc", Value("")), F("reg_code"))))


def ready(rows: QuerySet[Institution]) -> QuerySet[Institution]:
    """Those of `without_account` for which an account can be opened now."""
    taken = User.objects.filter(username=OuterRef("username"))
    return rows.filter(~Q(username=""), ~Exists(taken)).order_by("region_path", "pk")


@transaction.atomic
def open_accounts(rows: QuerySet[Institution], *, by, at: datetime) -> list[Letter]:
    """Open an account with the role of the principal for each of the first institutions of `without_account`.

    The role is a proposal until a security administrator confirms it. Two who do this at once open each account once.
    Raises PermissionDenied outside the territory.
    """
    keys = list(ready(rows).values_list("pk", flat=True)[:MOST])
    list(Institution.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk").values_list("pk"))
    found: Any = ready(rows).filter(pk__in=keys).select_related("party")  # asked anew: another may have opened them
    return [
        create_account(
            username=row.username,
            name=(row.principal or row.name)[:NAME],
            party=row.party,
            role=Role.PRINCIPAL,
            by=by,
            at=at,
        )
        for row in found
    ]
