"""Components draw a state with a shape and a word, and a form with its help, error and input in this order."""

import re
from datetime import datetime

import pytest
from django import forms
from django.template.loader import render_to_string

from tests.front.markup import words


def draw(component: str, **inputs) -> str:
    return render_to_string(f"components/{component}.html", inputs)


class Report(forms.Form):
    text = forms.CharField(
        label="Progress", help_text="What was done.", error_messages={"required": "Say what was done"}
    )
    remark = forms.CharField(label="Remark", required=False)
    confirmed = forms.BooleanField(label="I have checked it", error_messages={"required": "Check it first"})
    state = forms.ChoiceField(label="State", choices=[("ok", "On track")], widget=forms.RadioSelect, required=False)


@pytest.mark.parametrize(
    ("state", "word"),
    [("ok", "On track"), ("soon", "Due soon"), ("over", "Overdue"), ("done", "Closed"), ("idle", "Not filled in")],
)
def test_a_light_has_a_shape_and_a_word(state, word):
    light = draw("light", state=state)

    assert f'href="#g-lead-{state}"' in light
    assert words(light) == word


@pytest.mark.parametrize(("role", "word"), [("lead", "(lead)"), ("participant", "(participant)")])
def test_a_role_is_told_to_those_who_do_not_see_it(role, word):
    assert words(draw("role", name="Police", role=role)) == f"Police {word}"


def test_a_name_that_is_not_confirmed_says_so():
    assert (
        words(draw("role", name="Data", role="participant", unconfirmed=True)) == "Data (participant) (to be confirmed)"
    )


def test_a_field_has_its_error_between_help_and_input():
    html = str(Report({"text": "", "confirmed": "on"})["text"].as_field_group())

    order = [html.index(piece) for piece in ("<label", "What was done.", "Say what was done", "<input")]
    assert order == sorted(order)


def test_an_input_is_described_by_its_help_and_its_error():
    html = str(Report({})["text"].as_field_group())

    assert 'aria-describedby="id_text_helptext id_text_error"' in html
    assert 'aria-invalid="true"' in html
    assert {'id="id_text_helptext"', 'id="id_text_error"'} <= set(re.findall(r'id="[^"]+"', html))


def test_only_what_may_be_left_out_is_marked():
    html = str(Report())

    assert re.findall(r"(\w+) <span class=\"optional\">", html) == ["Remark", "State"]


def test_the_summary_counts_the_errors_and_leads_to_each_field():
    form = Report({})
    form.add_error(None, "Too late.")

    html = draw("error_summary", form=form)

    assert words(html).startswith("3 things to put right before you submit")
    assert re.findall(r'href="(#id_\w+)"', html) == ["#id_text", "#id_confirmed"]
    assert "Too late." in html


def test_a_form_without_errors_has_no_summary():
    assert "errbox" not in str(Report({"text": "x", "confirmed": "on"}))


def test_a_hidden_field_that_is_wrong_is_told():
    class Keyed(Report):
        key = forms.UUIDField(widget=forms.HiddenInput)

    html = str(Keyed({"text": "x", "confirmed": "on", "key": "no"}))

    assert "<li>Enter a valid UUID.</li>" in html
    assert html.count('name="key"') == 1


def test_a_difference_tells_what_went_and_what_came():
    assert words(draw("diff", old="3", new="5")) == "Removed: 3 Changed to: 5"


def test_the_version_of_the_other_side_stands_beside_ones_own():
    html = draw(
        "conflict",
        who="Police",
        at=datetime(2026, 11, 25, 9, 12),
        rows=[("Progress", "3 clues", "5 clues")],
        url="/now",
    )

    assert words(html).startswith("Police saved this record at 09:12, after you had opened it.")
    assert words(html).endswith("Progress 3 clues 5 clues")
    assert 'href="/now"' in html
