"""Password rules of level-3 protection that Django does not bring (rules 11.1), and passwords for paper."""

import secrets
import string
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher, check_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

CLASSES: tuple[Callable[[str], bool], ...] = (
    str.islower,
    str.isupper,
    str.isdigit,
    lambda character: not character.isalnum(),
)
ON_PAPER = {  # without 0 and O, 1, l and I, which look alike in print
    "lower": "abcdefghijkmnpqrstuvwxyz",
    "upper": "ABCDEFGHJKLMNPQRSTUVWXYZ",
    "digit": "23456789",
}


class CharacterClassesValidator:
    """At least `classes` of: small letters, capitals, figures, other characters."""

    def __init__(self, classes: int = 3):
        self.classes = classes

    def validate(self, password: str, user=None) -> None:
        if sum(any(map(belongs, password)) for belongs in CLASSES) < self.classes:
            raise ValidationError(self.get_help_text(), code="password_too_uniform")

    def get_help_text(self) -> str:
        return _(
            "Use at least %(number)d of these four: small letters, capital letters, figures, other characters."
        ) % {"number": self.classes}


class HistoryValidator:
    """None of the passwords that the person has had last (PASSWORD_HISTORY of them)."""

    def validate(self, password: str, user=None) -> None:
        if user is None or user.pk is None:
            return
        past = user.past_passwords.order_by("-set_at", "-pk").values_list("password", flat=True)
        if any(check_password(password, known) for known in past[: settings.PASSWORD_HISTORY]):
            raise ValidationError(self.get_help_text(), code="password_used_before")

    def get_help_text(self) -> str:
        return _("Choose a password that is none of your last %(number)d.") % {"number": settings.PASSWORD_HISTORY}


def first_password() -> str:
    """A random password that is easy to read from paper, such as "kM7w-Rq4x-Np9e": about 66 bits."""
    alphabet = "".join(ON_PAPER.values())
    while True:
        groups = ["".join(secrets.choice(alphabet) for _place in range(4)) for _group in range(3)]
        if all(any(belongs(character) for character in "".join(groups)) for belongs in CLASSES[:3]):
            return "-".join(groups)


def hash_of_first_password(password: str) -> str:
    """The hash of a random password, made quickly: its length is its strength, and the first log-in replaces it."""
    salt = "".join(secrets.choice(string.ascii_letters) for _place in range(22))
    return PBKDF2PasswordHasher().encode(password, salt, iterations=10_000)
