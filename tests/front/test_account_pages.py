"""Log-in and lock-out say what a person can do next."""

from datetime import timedelta

from django.template.loader import render_to_string

from tests.front.markup import words


def test_demonstration_accounts_are_listed_only_when_there_are_any():
    account = {"username": "handler", "password": "printed-1", "label": "Health Commission, handler"}

    assert "Demonstration accounts" not in render_to_string("account/login.html", {})
    assert "Health Commission, handler handler / printed-1" in words(
        render_to_string("account/login.html", {"demo_accounts": [account]})
    )


def test_the_lock_out_says_how_long_it_lasts():
    context = {"failure_limit": 5, "cooloff_timedelta": timedelta(minutes=30)}

    text = words(render_to_string("account/locked_out.html", context))

    assert "The password was wrong 5 times. Try again in 30 minutes." in text


def test_nobody_is_promised_a_mail():
    text = words(render_to_string("account/password_reset.html", {}))

    assert "on paper" in text
    assert "mail" not in text
