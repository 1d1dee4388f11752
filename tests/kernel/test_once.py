"""A create form that is sent twice makes one thing."""

import threading
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from agencies.models import Membership
from kernel.errors import Refused
from kernel.once import OnceForm, once
from tests.factories import make_membership, make_user


@pytest.mark.django_db
def test_a_repeat_gets_the_first_result():
    by, key, made = make_membership(), uuid.uuid4(), []

    def make():
        made.append("thing")
        return f"/things/{len(made)}/"

    assert [once(key, by=by, make=make) for _ in range(3)] == ["/things/1/"] * 3
    assert once(uuid.uuid4(), by=by, make=make) == "/things/2/"


@pytest.mark.django_db
def test_a_refused_submit_leaves_the_key_unused():
    by, key = make_membership(), uuid.uuid4()

    def refuse():
        raise Refused("No.")

    with pytest.raises(Refused):
        once(key, by=by, make=refuse)

    assert once(key, by=by, make=lambda: "/made/") == "/made/"


@pytest.mark.django_db
def test_a_key_is_its_owners():
    key = uuid.uuid4()
    once(key, by=make_membership(), make=lambda: "/secret/")

    with pytest.raises(PermissionDenied):
        once(key, by=make_membership(), make=lambda: "/other/")


def test_each_form_has_a_key_of_its_own_and_keeps_it():
    first, second = OnceForm(), OnceForm()
    sent = OnceForm({"form_key": first["form_key"].value()})

    assert first["form_key"].value() != second["form_key"].value()
    assert sent.is_valid()
    assert str(sent.cleaned_data["form_key"]) == first["form_key"].value()
    assert not OnceForm({}).is_valid()


@pytest.fixture
def user(transactional_db):
    """Somebody whom other connections see, too."""
    return make_user()


def test_a_second_submit_waits_for_the_first_and_gets_its_result(user):
    key, got = uuid.uuid4(), []
    first_is_at_work, go_on = threading.Event(), threading.Event()

    def make_slowly():
        first_is_at_work.set()
        assert go_on.wait(10)
        return "/first/"

    def submit(make):
        got.append(once(key, by=Membership(user=user), make=make))
        connection.close()

    first = threading.Thread(target=submit, args=[make_slowly])
    second = threading.Thread(target=submit, args=[lambda: "/second/"])
    first.start()
    assert first_is_at_work.wait(10)
    second.start()
    second.join(0.3)
    is_waiting = second.is_alive()
    go_on.set()
    first.join(10)
    second.join(10)

    assert (is_waiting, got) == (True, ["/first/", "/first/"])
