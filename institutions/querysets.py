"""The reading vocabulary of the register."""

import re
from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db.models import Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Length

from agencies.access import in_scope
from agencies.enums import INSTITUTION_ROLES
from agencies.models.region import STEP
from institutions.enums import AccountRequestState, ChangeState, InstitutionState, VerificationState
from institutions.workflow import OPEN
from kernel.models import EditableQuerySet

CODE = re.compile(r"[0-9A-Z]{4,22}")


class InstitutionQuerySet(EditableQuerySet):
    def visible_to(self, by):
        return self.filter(in_scope(by, "institutions.institution"))

    def shared_with(self, by):
        """An institution's own record, for those who work there."""
        return self.filter(pk=by.party_id) if by.role in INSTITUTION_ROLES else self.none()

    def standing(self):
        return self.exclude(state=InstitutionState.CLOSED)

    def found_by(self, text: str):
        """Those of whose name or address `text` is a part, two signs or more; or whose code begins with it.

        All are asked of indexes, so that a million take as long as a thousand.
        """
        pieces = Func(Value(text), function="agencies_name_pieces", output_field=ArrayField(TextField()))
        found = Q(pieces__contains=pieces)
        code = text.strip().upper()
        if CODE.fullmatch(code):
            for name in ("uscc", "reg_code"):  # their indexes hold no empty ones
                found |= ~Q(**{name: ""}) & Q(**{f"{name}__startswith": code})
        return self.filter(found)

    def with_code(self, code: str):
        """That of a unified social credit code or registration code: at most one each; none without a code."""
        return self.filter((Q(uscc=code) & ~Q(uscc="")) | (Q(reg_code=code) & ~Q(reg_code="")))

    def licence_ends(self, *, by: date):
        return self.filter(licence_to__lte=by)


class OfInstitutionQuerySet(EditableQuerySet):
    """Records about an institution: seen with it."""

    def visible_to(self, by):
        return self.filter(in_scope(by, "institutions.institution", path="institution__region_path"))

    def shared_with(self, by):
        """An institution's own, for those who work there."""
        return self.filter(institution=by.party_id) if by.role in INSTITUTION_ROLES else self.none()


class SupervisedObjectQuerySet(EditableQuerySet):
    def visible_to(self, by):
        return self.filter(in_scope(by, "institutions.supervisedobject"))

    def standing(self):
        return self.filter(ended_on__isnull=True)

    def over(self):
        return self.filter(ended_on__isnull=False)

    def found_by(self, text: str):
        """Those of whose name `text` is a part, two signs or more; or whose code begins with it."""
        pieces = Func(Value(text), function="agencies_name_pieces", output_field=ArrayField(TextField()))
        found = Q(party__name_pieces__contains=pieces)
        code = text.strip().upper()
        if CODE.fullmatch(code):
            found |= ~Q(uscc="") & Q(uscc__startswith=code)
        return self.filter(found)


class ChangeRequestQuerySet(EditableQuerySet):
    def visible_to(self, by):
        """What the institutions of the territory propose, for those who keep the register there."""
        return self.filter(in_scope(by, "institutions.changerequest", path="institution__region_path"))

    def shared_with(self, by):
        """What the own institution has proposed."""
        return self.filter(institution=by.party_id) if by.role in INSTITUTION_ROLES else self.none()

    def waiting(self):
        return self.filter(state=ChangeState.PROPOSED)

    def over(self):
        return self.exclude(state=ChangeState.PROPOSED)


class AccountRequestQuerySet(EditableQuerySet):
    def visible_to(self, by):
        """What is asked for in the territory, for those who check the papers there, and those who open the accounts.

        The system administrator is one of these: it belongs to the running of the portal, not to its business.
        """
        if not by.has_perm("institutions.view_accountrequest"):
            return self.none()
        return self.filter(institution__region_path__startswith=by.region_path)

    def waiting(self):
        return self.filter(state__in=[AccountRequestState.ASKED, AccountRequestState.CHECKED])

    def over(self):
        return self.filter(state__in=[AccountRequestState.OPENED, AccountRequestState.REFUSED])


class VerificationQuerySet(EditableQuerySet):
    def visible_to(self, by):
        return self.filter(in_scope(by, "institutions.verification"))

    def shared_with(self, by):
        """The own institution's, for those who work there."""
        return self.filter(institution=by.party_id) if by.role in INSTITUTION_ROLES else self.none()

    def open(self):
        return self.filter(state__in=sorted(OPEN))  # word for word the index's condition

    def over(self):
        return self.exclude(state__in=sorted(OPEN))

    def passed(self):
        return self.filter(state=VerificationState.PASSED)


class ProposableFactsQuerySet(EditableQuerySet):
    def visible_to(self, by):
        """Those of the territory, and those of the territories around, which hold there too."""
        if not by.has_perm("institutions.view_proposablefacts"):
            return self.none()
        return self.filter(Q(region_path__startswith=by.region_path) | Q(region_path__in=around(by.region_path)))

    def holding_at(self, region_path: str, *, on: date):
        """Those that hold at a place on a day, what counts last: of the smallest territory, from the latest day."""
        rows = self.filter(region_path__in=around(region_path), valid_from__lte=on)
        return rows.order_by(Length("region_path"), "valid_from")


def around(region_path: str) -> list[str]:
    """The territories in which a place lies, itself too."""
    return [region_path[:end] for end in range(STEP, len(region_path) + 1, STEP)]


class RegisterImportQuerySet(QuerySet):
    def visible_to(self, by):
        """What the acting person has sent, acting for this unit."""
        return self.filter(membership=by.pk)
