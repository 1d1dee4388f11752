"""Secrets at rest: encrypted with FIELD_KEYS, of which the first encrypts and all decrypt."""

from base64 import urlsafe_b64encode
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


@cache
def _cipher(keys: tuple[str, ...]) -> MultiFernet:
    """One Fernet a key; a key is any text, stretched to what Fernet needs."""
    stretched = [HKDF(SHA256(), 32, salt=None, info=b"portal.field").derive(key.encode()) for key in keys]
    return MultiFernet([Fernet(urlsafe_b64encode(key)) for key in stretched])


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
