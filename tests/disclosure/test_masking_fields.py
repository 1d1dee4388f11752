"""What becomes of names, and of the fields of a record by their privacy."""

import pytest

from disclosure.kinds import kind_of
from disclosure.masking import Masking, mask_fields, mask_name, mask_text

CARD = "339999189001011236"
FIELDS = kind_of("penalty").fields
RECORDED = {
    "document_number": "杭卫医罚〔2026〕12号",
    "credit_code": "92330102MA2B00019U",
    "principal": "李梅",
    "address": "西湖区文三路123号",
    "identity_number": CARD,
    "phone": "13800001111",
    "facts": f"王小明（{CARD}）在西湖区文三路123号受李梅指派执业，电话13800001111。",
    "basis": "《医疗机构管理条例》第四十四条",
    "penalty": "罚款50,000.00元",
    "amount": "50000.00",
}


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("王小明", "王*"),
        ("王明", "王*"),
        ("王", "王*"),
        ("王 小 明", "王*"),
        ("欧阳修远", "欧阳*"),
        ("欧阳远", "欧阳*"),
        ("欧阳", "欧*"),
        ("司马相", "司马*"),
        ("上官婉", "上官*"),
        ("諸葛明亮", "諸葛*"),
        ("阿依古丽·买买提", "阿*"),
        ("阿依古丽•买买提", "阿*"),
        ("John Smith", "J*"),
        ("𠮷田一", "𠮷*"),
        ("王*", "王*"),
        ("欧阳*", "欧阳*"),
        ("王**", "王*"),
        ("*", "*"),
        ("*王", "王*"),
        ("\u200b王小明", "王*"),
        ("", ""),
        ("　", ""),
    ],
)
def test_of_a_name_the_surname_stays(name, masked):
    assert mask_name(name) == masked


def penalty(party: str, *, is_natural: bool, names=()) -> tuple[str, dict]:
    masking = Masking.of(FIELDS, RECORDED, party=party, is_natural=is_natural, names=names)
    return masking.party_name(), mask_fields(FIELDS, RECORDED, masking)


def test_an_institution_is_named_with_its_address_and_principal():
    name, payload = penalty("李梅诊所", is_natural=False, names=["王小明"])

    assert name == "李梅诊所"
    assert payload == {
        "document_number": "杭卫医罚〔2026〕12号",
        "credit_code": "92330102MA2B00019U",
        "principal": "李梅",
        "address": "西湖区文三路123号",
        "facts": "王*（***）在西湖区文三路123号受李梅指派执业，电话***。",
        "basis": "《医疗机构管理条例》第四十四条",
        "penalty": "罚款50,000.00元",
        "amount": "50000.00",
    }


def test_of_a_natural_person_no_address_is_public():
    name, payload = penalty("王小明", is_natural=True)

    assert name == "王*"
    assert "address" not in payload
    assert payload["facts"] == "王*（***）在***受李梅指派执业，电话***。"


def test_an_institution_keeps_the_name_of_a_person_that_is_part_of_its_own():
    masking = Masking.of((), {}, party="王小明诊所", is_natural=False, names=["王小明"])

    assert masking.text("王小明诊所的王小明") == "王小明诊所的王*"


def test_numbers_of_persons_are_hidden_even_in_what_is_kept():
    assert mask_text(f"文三路1号{CARD}", keep=[f"文三路1号{CARD}"]) == "文三路1号***"


def test_what_is_never_public_is_hidden_wherever_it_stands():
    recorded = {"identity_number": "旧证号ＡＢ－77", "facts": "持旧证号AB-77执业"}
    masking = Masking.of(FIELDS, recorded, party="诊所", is_natural=False)

    assert mask_fields(FIELDS, recorded, masking) == {"facts": "持***执业"}


@pytest.mark.parametrize(
    ("value", "typed", "left"),
    [
        ("010-65251234", "请拨65251234", "请拨***"),
        ("01065251234", "请拨6525 1234", "请拨***"),
        ("86 10 65251234-801", "请拨6525\u200b1234", "请拨***"),
        ("6525 1234、6525 1235", "请拨65251235", "请拨***"),
        ("E12345678", "持 1234-5678", "持 ***"),
        ("旧证7654321", "罚款7,654,321元", "罚款7,654,321元"),
        ("010-65251234", "杭卫医罚〔2026〕10号，电话12320", "杭卫医罚〔2026〕10号，电话12320"),
    ],
)
def test_the_figures_of_what_is_never_public_are_found_however_they_are_parted(value, typed, left):
    assert mask_text(typed, never=[value]) == left


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("东城区东直门内2-3-401", "东城区东直门内***"),
        ("住2—3—401", "住***"),
        ("住2栋3单元401", "住***"),
        ("住3-401", "住***"),
        ("第2、3项，2026-2-3，2401元，3401", "第2、3项，2026-2-3，2401元，3401"),
        ("罚款401元", "罚款401元"),
    ],
)
def test_the_house_of_a_natural_person_is_found_by_its_numbers(typed, left):
    recorded = {"address": "北京市东城区东直门内大街2号楼3单元401", "facts": typed}
    masking = Masking.of(FIELDS, recorded, party="王小明", is_natural=True)

    assert mask_fields(FIELDS, recorded, masking) == {"facts": left}


@pytest.mark.parametrize("value", [CARD, "３３９９９９１８９００１０１１２３６", f"号{CARD}"])
def test_a_card_is_no_public_number(value):
    recorded = {"credit_code": value}
    masking = Masking.of(FIELDS, recorded, party="诊所", is_natural=False)

    assert mask_fields(FIELDS, recorded, masking) == {"credit_code": "***"}


def test_several_officers_are_each_named_by_surname():
    fields, recorded = kind_of("draw").fields, {"officers": "王小明、欧阳修远，李四", "findings": "李四到场"}
    masking = Masking.of(fields, recorded, party="诊所", is_natural=False)

    assert mask_fields(fields, recorded, masking) == {"officers": "王*、欧阳*、李*", "findings": "李*到场"}
