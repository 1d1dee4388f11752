"""No identity card survives, whatever parts its figures; masking twice changes nothing; public codes stay."""

import re
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure.masking import mask_name, mask_text
from disclosure.masking.cards import is_credit_code
from disclosure.masking.signs import folded

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
PARTS = [
    "",
    " ",
    "\u00a0",
    "\u3000",
    "\u200b",
    "\u00ad",
    "-",
    "–",
    "—",
    "－",
    ".",
    "．",
    "·",
    "_",
    "/",
    ",",
    ":",
    "\n",
    " - ",
]
SURROUNDINGS = st.text(alphabet="，。：；（）当事人身份证号年月日 ", max_size=6)
FULL_WIDTH = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
AREAS = st.integers(0, 9999).map("33{:04d}".format)
quick = settings(max_examples=200, deadline=None)


def with_check(first: str) -> str:
    return first + "10X98765432"[sum(int(figure) * n for figure, n in zip(first, WEIGHTS, strict=True)) % 11]


def parted(figures: str, parts: list[str]) -> str:
    return "".join(figure + part for figure, part in zip(figures, [*parts[: len(figures) - 1], ""], strict=False))


days = st.dates(date(1900, 1, 1), date(2026, 11, 22))
serials = st.integers(0, 999).map("{:03d}".format)
cards = st.builds(lambda area, day, n: with_check(f"{area}{day:%Y%m%d}{n}"), AREAS, days, serials)
old_cards = st.builds(lambda area, day, n: f"{area}{day:%y%m%d}{n}", AREAS, days, serials)
separators = st.lists(st.sampled_from(PARTS), min_size=17, max_size=17)


@quick
@given(cards, separators, SURROUNDINGS, SURROUNDINGS, st.booleans())
def test_no_card_of_18_signs_survives_any_separator(card, parts, before, after, is_wide):
    typed = parted(card.translate(FULL_WIDTH) if is_wide else card, parts)

    assert re.findall(r"\d", folded(mask_text(before + typed + after))) == []


@quick
@given(old_cards, st.sampled_from([part for part in PARTS if part not in {",", "."}]), st.booleans())
def test_no_card_of_15_figures_survives_any_separator(card, part, is_wide):
    typed = part.join([card[:6], card[6:12], card[12:]])

    assert mask_text(typed.translate(FULL_WIDTH) if is_wide else typed) == "***"


@quick
@given(
    st.text(alphabet="0123456789Xx*-－. ,，:：（）()号路王小明幢室门里条区一八〇电话年月日@ab\u200b\xad", max_size=60),
    st.sampled_from(["", "010-65251234", "文三路2号楼3单元401"]),
)
def test_masking_twice_changes_nothing(typed, secret):
    once = mask_text(typed, names=["王小明"], keep=["王小明路1号"], never=[secret])

    assert mask_text(once, names=["王小明"], keep=["王小明路1号"], never=[secret]) == once


@quick
@given(
    st.lists(st.integers(2 * 10**7, 10**8 - 1), min_size=2, max_size=5),
    st.sampled_from(["、", "，", ",", "/", "；", "和", "或", " ", " / "]),
)
def test_every_phone_of_a_list_is_hidden(phones, part):
    assert re.findall(r"\d", mask_text(f"电话：{part.join(map(str, phones))}")) == []


@quick
@given(st.text(alphabet="欧阳司马王小明·阿 a*JS\u200b", max_size=8))
def test_a_name_masked_twice_is_masked_once(name):
    assert mask_name(mask_name(name)) == mask_name(name)


@st.composite
def credit_codes(draw) -> str:
    first = draw(st.sampled_from(["91", "92", "12", "52"])) + "330106" + draw(st.text(SIGNS, min_size=9, max_size=9))
    check = (31 - sum(SIGNS.index(sign) * 3**n for n, sign in enumerate(first)) % 31) % 31
    return first + SIGNS[check]


@quick
@given(credit_codes(), SURROUNDINGS, SURROUNDINGS)
def test_credit_codes_stay(code, before, after):
    assert is_credit_code(code)
    assert mask_text(f"{before}{code}{after}") == f"{before}{code}{after}"


@quick
@given(
    days,
    st.sampled_from(["%Y-%m-%d", "%Y年%m月%d日", "%Y/%m/%d", "%Y.%m.%d"]),
    st.integers(1, 10**9),
    st.integers(1, 9999),
)
def test_days_amounts_and_document_numbers_stay(day, form, amount, number):
    typed = f"杭卫医罚〔{day.year}〕{number}号，{day:{form}}，罚款{amount:,}.00元"

    assert mask_text(typed) == typed
