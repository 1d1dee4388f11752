"""A create form is done once: a repeated submit finds the first result."""

import uuid
from collections.abc import Callable

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction

from kernel.models import FormKey


class OnceForm(forms.Form):
    """The base of a form that makes something: it carries a key of its own, kept when the form is shown again."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


@transaction.atomic
def once(key: uuid.UUID, *, by, make: Callable[[], str]) -> str:
    """The address of what `make` made, called only for the first submit of this key; a repeat gets the same address.

    A second submit that comes while the first is at work waits for it. When `make` raises, the key stays unused.
    """
    row, is_first = FormKey.objects.get_or_create(key=key, defaults={"user": by.user, "result_url": ""})
    if row.user_id != by.user_id:
        raise PermissionDenied
    if is_first:
        row.result_url = make()
        row.save(update_fields=["result_url"])
    return row.result_url
