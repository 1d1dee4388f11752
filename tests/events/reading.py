"""What the tests of pages have in common."""

import re

from django.urls import reverse


def page(client, name: str, *args, **query) -> str:
    answer = client.get(reverse(f"events:{name}", args=args), query)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def log_in(client, by):
    client.cookies["django_language"] = "en"
    client.force_login(by.user)
    return client


def shown(text: str) -> list[str]:
    """The titles of the events that a page lists, in its order."""
    return re.findall(r">(E\d+)</a>", text)


def form_of(client, address: str) -> dict:
    """The one-time key of the form there."""
    key = re.search(r'name="form_key" value="([^"]+)"', client.get(address).content.decode()).group(1)
    return {"form_key": key}
