"""What somebody asks for who acts for an institution and has no account."""

import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agencies.enums import Role
from agencies.models import Membership, User
from institutions.enums import AccountRequestState
from institutions.models.institution import Institution
from institutions.querysets import AccountRequestQuerySet
from institutions.workflow import ACCOUNT_REQUEST
from kernel.models import Editable, StoredFile


class AccountRequest(Editable):
    """The papers are checked by the commission's staff, then the account is opened by the system administrator.

    public_id: in the address under which whoever asked sees what became of it.  licence: a scan; letter: the
    institution's letter, with its seal, that names the person.
    """

    public_id = models.UUIDField(_("public id"), unique=True, default=uuid.uuid4, editable=False)
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="account_requests", verbose_name=_("institution")
    )
    state = models.CharField(_("state"), max_length=10, choices=AccountRequestState, default=AccountRequestState.ASKED)
    role = models.CharField(_("role"), max_length=20, choices=Role)
    name = models.CharField(_("name"), max_length=60)
    phone = models.CharField(_("telephone"), max_length=30)
    licence = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name=_("scan of the licence"))
    letter = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name=_("letter"))
    asked_at = models.DateTimeField(_("asked for at"))
    decided_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("papers checked by")
    )
    decided_at = models.DateTimeField(_("papers checked at"), null=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    account = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("account"))

    objects = AccountRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for an account")
        verbose_name_plural = _("requests for accounts")
        triggers = [ACCOUNT_REQUEST.guard()]
        constraints = [
            models.UniqueConstraint(
                name="accountrequest_one_open", fields=["institution"],
                condition=Q(state__in=[AccountRequestState.ASKED, AccountRequestState.CHECKED]),
            ),
            models.CheckConstraint(
                name="accountrequest_opened_has_account",
                condition=Q(state=AccountRequestState.OPENED, account__isnull=False)
                | ~Q(state=AccountRequestState.OPENED) & Q(account__isnull=True),
            ),
        ]  # fmt: skip

    def __str__(self):
        return str(self.institution)

    def get_absolute_url(self):
        return reverse("institutions:account_request", kwargs={"pk": self.pk})

    @property
    def region_path(self) -> str:
        """Needs institution selected."""
        return self.institution.region_path
