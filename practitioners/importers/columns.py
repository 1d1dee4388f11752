"""The columns of a table of practitioners, and what their cells may say."""

from django.utils.translation import gettext_lazy, pgettext_lazy

from agencies.importers.cells import coded, day, text
from kernel.admin.formats import Column
from practitioners.enums import DoctorCategory, Profession, RegistrationKind

LONGEST_CODE = 50
NO_WORD = gettext_lazy("This is none of the possible values.")  # what stands there may be a personal number


def code(cell: str) -> str:
    """In capitals, without spaces."""
    return text(LONGEST_CODE)("".join(cell.split()).upper())


def _word(choices):
    return coded(lambda: choices.choices, NO_WORD)


COLUMNS = {  # fact: its column
    "name": Column(pgettext_lazy("person", "Name"), required=True, read=text(60)),
    "profession": Column(gettext_lazy("Profession"), required=True, read=_word(Profession)),
    "category": Column(gettext_lazy("Practice category"), read=_word(DoctorCategory)),
    "certificate_number": Column(gettext_lazy("Number of the practice certificate"), read=code),
    "id_number": Column(gettext_lazy("Number of the identity card"), read=code),
    "qualification_code": Column(gettext_lazy("Code of the qualification certificate"), read=code),
    "institution": Column(gettext_lazy("Institution")),
    "institution_code": Column(gettext_lazy("Code of the institution"), read=code),
    "kind": Column(gettext_lazy("Kind of registration"), read=_word(RegistrationKind)),
    "scope": Column(gettext_lazy("Scope of practice"), read=text(100)),
    "valid_from": Column(gettext_lazy("Valid from"), required=True, read=day),
    "valid_to": Column(gettext_lazy("Valid until"), read=day),
}
PERSON = ("name", "profession", "category", "certificate_number", "id_number", "qualification_code")
TERM = ("scope", "valid_from", "valid_to")
WORDS = {"profession": Profession, "category": DoctorCategory, "kind": RegistrationKind}


def heading(fact: str) -> str:
    return str(COLUMNS[fact].heading)
