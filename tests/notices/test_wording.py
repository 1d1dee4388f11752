"""What a message says: how many notices of which kinds, with links, and nothing of a case."""

import re

import pytest
from django.core.exceptions import ValidationError

from notices.channels import active
from notices.channels.files import ShortMessageFile
from notices.channels.mail import Mail
from notices.masking import masked
from notices.models import Message
from notices.services.composing import compose_digests, compose_immediate
from notices.services.delivery import deliver
from tests.factories import URGENT, make_address, make_agency, make_membership, make_notice
from tests.notices.conftest import DIGEST, EARLY, NOON


def test_a_digest_by_mail(handler, unit, mailoutbox, settings):
    settings.PORTAL_URL = "https://portal.example.gov.cn"
    police = make_agency(name="Police")
    make_membership(agency=police, user=handler.user)
    for party, kind in [(unit.party, "test.urgent"), (unit.party, "test.duty"), (police.party, "test.duty")]:
        make_notice(to_party=party, kind=kind, params={"title": "Patient Wang complains"}, created_at=EARLY)
    compose_digests(at=DIGEST)

    deliver("mail", at=DIGEST)

    (mail,) = mailoutbox
    public_id = Message.objects.get().public_id
    links = f"https://portal.example.gov.cn/notices/?unit={unit.party.public_id}&kind=test."
    there = f"https://portal.example.gov.cn/notices/?unit={police.party.public_id}&kind=test.duty"
    assert mail.body.splitlines() == [
        "Market Office",
        f"- Duties (1): {links}duty",
        f"- Urgent duties (1): {links}urgent",
        "",
        "Police",
        f"- Duties (1): {there}",
        "",
        "All notices: https://portal.example.gov.cn/notices/",
    ]
    assert (mail.to, mail.subject) == (["li.hua@example.gov.cn"], "3 new notices on 2026-11-23")
    assert mail.extra_headers["Message-ID"] == f"<{public_id}@{settings.MESSAGE_ID_HOST}>"
    assert "Wang" not in mail.message().as_string()


def test_an_immediate_mail_says_of_what_kind_it_is(handler, unit, mailoutbox):
    make_notice(to_party=unit.party, kind=URGENT.key, lane=URGENT.lane, created_at=EARLY)
    compose_immediate(at=NOON)

    deliver("mail", at=NOON)

    assert [mail.subject for mail in mailoutbox] == ["Urgent duties"]


def test_the_language_is_the_readers(unit, mailoutbox):
    by = make_membership(agency=unit)
    make_address(by)
    make_notice(to_party=unit.party, created_at=EARLY)
    compose_digests(at=DIGEST)

    deliver("mail", at=DIGEST)

    address = make_address(make_membership())
    assert address.language == "zh-hans"
    assert re.search(r"/notices/", mailoutbox[0].body)


def test_a_short_message_is_one_line_with_one_link(handler, unit, settings, tmp_path):
    settings.NOTICE_CHANNELS, settings.NOTICE_FILE = ["file"], str(tmp_path / "messages.txt")
    make_address(handler, channel="file", address="13812345678", language="en")
    make_notice(to_party=unit.party, params={"title": "Patient Wang complains"}, created_at=EARLY)
    compose_digests(at=DIGEST)

    deliver("file", at=DIGEST)

    (line,) = (tmp_path / "messages.txt").read_text().splitlines()
    sentence = f"You have new notices in the healthcare oversight portal: {settings.PORTAL_URL}/notices/"
    assert line.split("\t") == [str(Message.objects.get().public_id), "13812345678", sentence]


@pytest.mark.parametrize(
    ("channel", "typed", "kept"),
    [
        (Mail(), " li.hua@example.gov.cn ", "li.hua@example.gov.cn"),
        (ShortMessageFile(), "138 1234-5678", "13812345678"),
        (ShortMessageFile(), "+86 13812345678", "13812345678"),
    ],
)
def test_an_address_is_kept_in_one_form(channel, typed, kept):
    assert channel.clean(typed) == kept


@pytest.mark.parametrize(
    ("channel", "typed", "sentence"),
    [
        (Mail(), "li.hua", "Write a mail address such as li.hua@example.gov.cn."),
        (Mail(), "li@hua@example.cn", "Write a mail address such as li.hua@example.gov.cn."),
        (Mail(), "a@b.cn\nBcc: c@d.cn", "Write a mail address such as li.hua@example.gov.cn."),
        (ShortMessageFile(), "0571-88888888", "Write a mobile number of 11 figures that begins with 13 to 19."),
        (ShortMessageFile(), "138123456789", "Write a mobile number of 11 figures that begins with 13 to 19."),
    ],
)
def test_what_is_no_address_is_refused_with_a_sentence(channel, typed, sentence):
    with pytest.raises(ValidationError) as refusal:
        channel.clean(typed)

    assert refusal.value.messages == [sentence]


def test_channels_are_chosen_by_name_or_by_path(settings):
    settings.NOTICE_CHANNELS = ["file", "tests.notices.ways.Moody"]

    assert list(active()) == ["file", "moody"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("li.hua@example.gov.cn", "l***@example.gov.cn"),
        ("13812345678", "138****5678"),
        ("refused: <wang@a.cn>, 15912345678.", "refused: <w***@a.cn>, 159****5678."),
        ("330106199003071234", "330106199003071234"),
        ("", ""),
    ],
)
def test_addresses_are_masked(text, shown):
    assert masked(text) == shown
