"""What the tests of the pages ask of a page."""

import re

from django.urls import reverse

from obligations.models import SupervisionOrder


def address(name: str, order: SupervisionOrder) -> str:
    return reverse(f"obligations:{name}", kwargs={"public_id": order.public_id})


def primary(page) -> list[str]:
    """The words of the primary buttons of a page."""
    found = re.findall(
        r'<(?:a|button) class="btn btn-primary[^>]*>(.*?)</(?:a|button)>', page.content.decode(), re.DOTALL
    )
    return [re.sub(r"<.*?>", "", words).strip() for words in found]


def state_of(order) -> str:
    return SupervisionOrder.objects.values_list("state", flat=True).get(pk=order.pk)
