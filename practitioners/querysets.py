"""The reading vocabulary of practitioners and registrations."""

import re
from datetime import date
from functools import reduce
from operator import or_

from django.contrib.postgres.fields import ArrayField
from django.db.models import Exists, Func, OuterRef, Q, TextField, Value

from agencies.access import in_scope
from agencies.enums import INSTITUTION_ROLES
from agencies.secrecy import digests
from kernel.models import EditableQuerySet
from practitioners.enums import RegistrationKind, RegistrationState

DIGESTS = {"id_number": "id_digest", "qualification_code": "qualification_digest"}
NUMBERS = ("certificate_number", *DIGESTS)
NUMBER = re.compile(r"[0-9A-Z〔〕()（）-]{4,40}")


def _is_number(fact: str, number: str) -> Q:
    column, values = (DIGESTS[fact], digests(number)) if fact in DIGESTS else (fact, [number])
    return Q(**{f"{column}__in": values}) & ~Q(**{column: ""})  # word for word the condition of the unique index


class PractitionerQuerySet(EditableQuerySet):
    def visible_to(self, by):
        """Those whose main institution lies in the territory, or did last."""
        return self.filter(in_scope(by, "practitioners.practitioner"))

    def shared_with(self, by):
        """Who is registered at the own institution; or at one of the territory, beside a main one elsewhere."""
        if by.role in INSTITUTION_ROLES:
            return self.registered(institution=by.party_id)
        return self.registered(in_scope(by, "practitioners.registration", path="institution__region_path"))

    def registered(self, *conditions, **facts):
        """Those with a registration that holds and fits."""
        registrations = self.model.registrations.rel.related_model.objects.filter(
            *conditions, practitioner=OuterRef("pk"), state=RegistrationState.REGISTERED, **facts
        )
        return self.filter(Exists(registrations))

    def found_by(self, text: str):
        """Those of whose name `text` is a part, two signs or more; or whose practice certificate begins with it."""
        pieces = Func(Value(text), function="agencies_name_pieces", output_field=ArrayField(TextField()))
        found = Q(pieces__contains=pieces)
        number = text.strip().upper()
        if NUMBER.fullmatch(number):
            found |= ~Q(certificate_number="") & Q(certificate_number__startswith=number)
        return self.filter(found)

    def with_exactly(self, fact: str, number: str):
        """Those of whom the fact is this number; "" is nobody's."""
        return self.filter(_is_number(fact, number))

    def with_number(self, number: str):
        """Those with this practice certificate, identity card or qualification code, exactly."""
        return self.filter(reduce(or_, (_is_number(fact, number) for fact in NUMBERS)))


class RegistrationQuerySet(EditableQuerySet):
    def visible_to(self, by):
        return self.filter(in_scope(by, "practitioners.registration", path="institution__region_path"))

    def shared_with(self, by):
        """An institution's own, for those who work there."""
        return self.filter(institution=by.party_id) if by.role in INSTITUTION_ROLES else self.none()

    def open(self):
        return self.filter(state=RegistrationState.REGISTERED)

    def over(self):
        return self.exclude(state=RegistrationState.REGISTERED)

    def main(self):
        return self.filter(kind=RegistrationKind.MAIN)

    def ending(self, *, by: date):
        return self.filter(valid_to__lte=by)


class AssessmentQuerySet(EditableQuerySet):
    def visible_to(self, by):
        return self.filter(in_scope(by, "practitioners.assessment", path="practitioner__region_path"))

    def shared_with(self, by):
        """Of the own people, for those who speak for the institution."""
        if by.role not in INSTITUTION_ROLES:
            return self.none()
        persons = self.model.practitioner.field.related_model.objects.registered(institution=by.party_id)
        return self.filter(practitioner__in=persons)
