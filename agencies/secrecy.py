"""Secrets at rest: encrypted with FIELD_KEYS, of which the first encrypts and all decrypt."""

import hmac
from base64 import urlsafe_b64encode
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import models


@cache
def _cipher(keys: tuple[str, ...]) -> MultiFernet:
    """One Fernet a key; a key is any text, stretched to what Fernet needs."""
    return MultiFernet([Fernet(urlsafe_b64encode(_stretched(key, b"portal.field"))) for key in keys])


@cache
def _stretched(key: str, purpose: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=purpose).derive(key.encode())


def _keys() -> tuple[str, ...]:
    return tuple(settings.FIELD_KEYS) or (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


def encrypt(text: str) -> str:
    return _cipher(_keys()).encrypt(text.encode()).decode("ascii")


def decrypt(token: str) -> str:
    """Raises LookupError when none of the keys fits."""
    try:
        return _cipher(_keys()).decrypt(token).decode()
    except InvalidToken:
        raise LookupError("none of FIELD_KEYS decrypts this secret") from None


def renew(token: str) -> str:
    """The same secret, encrypted with the first key. Raises LookupError when none of the keys fits."""
    return encrypt(decrypt(token))


def digest(text: str) -> str:
    """By which a secret is found exactly, and by nobody without the key; "" of nothing."""
    return digests(text)[0]


def digests(text: str) -> list[str]:
    """By each of the keys, the present one first: until secrets are renewed, some have that of an older key."""
    keys = [_stretched(key, b"portal.digest") for key in _keys()]
    return [hmac.new(key, text.encode(), "sha256").hexdigest() if text else "" for key in keys]


class SealedField(models.TextField):
    """A text that only its own column holds, encrypted; in Python it is plain. No query can compare it.

    digest: the name of the column that finds it exactly, kept by `save`.
    """

    def __init__(self, *args, digest: str, **kwargs):
        self.digest = digest
        super().__init__(*args, **{"blank": True} | kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"digest": self.digest}

    def pre_save(self, model_instance, add):
        text = super().pre_save(model_instance, add)
        setattr(model_instance, self.digest, digest(text))
        return text

    def get_db_prep_save(self, value, connection):
        return encrypt(value) if value else ""

    def from_db_value(self, value, expression, connection):
        return decrypt(value) if value else value

    def get_lookup(self, lookup_name):
        return None
