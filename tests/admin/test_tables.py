"""Tables of agencies, regions and accounts: a dry run, then for good; a second run changes nothing."""

from datetime import date

import pytest

from agencies.enums import AgencyKind, Role
from agencies.models import Agency, Region, User
from kernel.models import AuditRow
from tests.admin.uploads import as_csv, as_xlsx, confirm, faults, kinds, upload
from tests.factories import make_agency, make_user

AGENCIES = ["region", "name", "short_name", "kind", "parent", "position"]
POLICE = ["330106", "HERE police", "Police", "ps", "HERE health commission", "20"]


@pytest.fixture
def keeper(as_role):
    return as_role(Role.BUSINESS_ADMIN)


@pytest.mark.parametrize(
    "data",
    [
        as_csv(AGENCIES, POLICE),
        as_csv(AGENCIES, POLICE, encoding="utf-8-sig"),
        as_csv(AGENCIES, POLICE, encoding="gb18030"),
        as_xlsx(AGENCIES, POLICE),
        as_csv(["Division code", "Full name", "Short name", "Competence", "Superior agency", "Position"], POLICE),
    ],
)
def test_a_dry_run_saves_nothing_and_its_confirmation_everything(data, keeper, here):
    page = upload(keeper, "agency", data)

    assert kinds(page) == ["new"]
    assert Agency.objects.count() == 1

    answer = confirm(keeper, "agency", page)

    agency = Agency.objects.select_related("party").get(short_name="Police")
    assert answer.status_code == 302
    assert (agency.party.name, agency.party.region, agency.parent, agency.position, agency.kind) == (
        "HERE police", here.region, here.agency, 20, AgencyKind.PUBLIC_SECURITY,
    )  # fmt: skip
    assert AuditRow.objects.get(action="N", table_name="import").changes == {"new": 1}


def test_chinese_in_gb18030(keeper, here):
    row = ["330106", "西湖区公安局", "公安局", "ps", "", "20"]

    confirm(keeper, "agency", upload(keeper, "agency", as_csv(AGENCIES, row, encoding="gb18030")))

    assert Agency.objects.filter(party__name="西湖区公安局").count() == 1


def test_a_second_run_changes_nothing(keeper, here):
    data = as_csv(AGENCIES, POLICE, ["330106", "HERE court", "Court", "cj", "", ""])
    confirm(keeper, "agency", upload(keeper, "agency", data))
    last = AuditRow.objects.filter(action__in="IUD", table_name__startswith="agencies_").latest("pk")

    page = upload(keeper, "agency", data)
    confirm(keeper, "agency", page)

    assert kinds(page) == ["skip", "skip"]
    assert AuditRow.objects.filter(action__in="IUD", table_name__startswith="agencies_").latest("pk") == last


def test_a_known_agency_is_changed_and_the_dry_run_says_how(keeper, here):
    row = ["330106", "HERE health commission", "Health", "hc", "", ""]

    page = upload(keeper, "agency", as_csv(AGENCIES, row))
    confirm(keeper, "agency", page)

    assert kinds(page) == ["update"]
    assert "<del>HERE health</del> <ins>Health</ins>" in page.content.decode()
    agency = Agency.objects.get()
    assert (agency.short_name, agency.position) == ("Health", 1000)


def test_faults_are_named_by_row_and_column_all_at_once(keeper, here):
    page = upload(
        keeper,
        "agency",
        as_csv(
            AGENCIES,
            POLICE,
            ["999999", "HERE a", "A", "ps", "", ""],
            ["330106", "HERE b", "", "sorcery", "", "many"],
            ["330106", "HERE police", "Police", "ps", "", ""],
            ["330106", "HERE c", "C", "ps", "nobody", ""],
        ),
    )

    assert "confirm_form" not in page.context
    assert faults(page) == {
        3: {"__all__": ["No region has the code “999999” today."]},
        4: {
            "Short name": ["This cell must not be empty."],
            "Competence": ["“sorcery” is none of the possible values."],
            "Position": ["A whole number from 0 to 32767."],
        },
        5: {"Full name": ["Row 2 says the same already."]},
        6: {"Superior agency": ["No agency is called “nobody”."]},
    }
    assert Agency.objects.count() == 1


def test_rows_outside_the_territory_are_refused(keeper, here, there):
    page = upload(keeper, "agency", as_csv(AGENCIES, ["330108", "THERE health commission", "Mine now", "hc", "", ""]))

    assert faults(page) == {2: {"__all__": ["This lies outside your territory, or is not yours to change."]}}


@pytest.mark.parametrize(
    ("data", "status", "sentence"),
    [
        (as_csv([*AGENCIES, "colour"], [*POLICE, "red"]), 422, "Row 1, column “colour”: This column is not known."),
        (as_csv(["region", "name"], ["1", "2"]), 422, "Row 1, column “Short name”: This column is missing."),
        (as_csv([*AGENCIES, "Full name"], [*POLICE, "x"]), 422, "Row 1, column “Full name”: This column occurs twice."),
        (as_csv(AGENCIES), 422, "The table has no rows below its headings."),
        (as_csv(AGENCIES) + b'"330106', 422, "The file is no table"),
        (b"x" * (1024 * 1024 + 1), 413, "This file is larger than 1 MB."),
        (b"\xff\xfe\x00\x00", 415, "Line 1 holds bytes that are neither UTF-8 nor GB18030"),
        (b"PK\x03\x04 no workbook", 415, "The file is neither UTF-8 text nor XLSX."),
    ],
)
def test_a_file_that_is_no_such_table_is_refused(data, status, sentence, keeper, here, settings):
    settings.MAX_UPLOAD_MB = 1

    page = upload(keeper, "agency", data)

    assert page.status_code == status
    assert sentence in " ".join(page.context["form"].errors["import_file"])


def test_all_or_nothing_when_something_changed_in_between(keeper, here):
    data = as_csv(AGENCIES, ["330106", "HERE court", "Court", "cj", "", ""], POLICE)
    page = upload(keeper, "agency", data)
    make_agency(region=here.region, name="HERE ｐolice")

    answer = confirm(keeper, "agency", page)

    assert answer.status_code == 409
    assert list(faults(answer)) == [3]
    assert not Agency.objects.filter(short_name="Court").exists()


def test_a_confirmation_is_taken_once(keeper, here):
    page = upload(keeper, "agency", as_csv(AGENCIES, POLICE))
    confirm(keeper, "agency", page)

    assert confirm(keeper, "agency", page).status_code == 409


def test_regions(keeper, here):
    header = ["code", "name", "kind", "parent", "valid_from", "valid_to"]
    data = as_csv(
        header,
        ["330106001", "HERE street", "street", "330106", "2020-01-01", ""],
        ["", "HERE zone", "zone", "330106", "", ""],
        ["330106", "HERE renamed", "district", "", "", ""],
        ["", "HERE block", "street", "330106/HERE zone", "", ""],
    )

    first = upload(keeper, "region", data)
    confirm(keeper, "region", first)
    second = upload(keeper, "region", data)

    assert (kinds(first), kinds(second)) == (["new", "new", "update", "new"], ["skip"] * 4)
    assert {region.name: region.path for region in Region.objects.filter(parent=here.region)} == {
        "HERE street": here.region.path + "0001",
        "HERE zone": here.region.path + "0002",
    }
    assert Region.objects.get(name="HERE block").path == here.region.path + "00020001"
    assert Region.objects.get(name="HERE street").valid_from == date(2020, 1, 1)
    assert Region.objects.get(pk=here.region.pk).name == "HERE renamed"


def test_regions_that_are_not_ones_own_or_would_move(keeper, here, there):
    header = ["code", "name", "kind", "parent"]

    page = upload(
        keeper,
        "region",
        as_csv(
            header,
            ["330108", "Mine now", "district", ""],
            ["330199", "At the top", "city", ""],
            ["330106", "HERE district", "district", "330108"],
            ["330108001", "THERE street", "street", "330108"],
        ),
    )

    assert list(faults(page)) == [2, 3, 4, 5]


def test_accounts_come_with_letters(as_role, here):
    client = as_role(Role.SYSTEM_ADMIN)
    header = ["username", "name", "agency", "role", "is_active"]
    data = as_csv(header, ["Wang.Fang", "Wang Fang", "HERE health commission", "handler", ""])

    page = upload(client, "user", data)
    assert not User.objects.filter(username="wang.fang").exists()
    letters = confirm(client, "user", page).context["letters"]
    second = upload(client, "user", data)

    user = User.objects.get(username="wang.fang")
    assert [letter.user for letter in letters] == [user]
    assert user.check_password(letters[0].password)
    assert kinds(second) == ["skip"]


def test_accounts_are_closed_and_renamed_but_get_no_other_role(as_role, here, there):
    client = as_role(Role.SYSTEM_ADMIN)
    User.objects.filter(pk=here.member.user_id).update(region_path=here.region.path)
    foreign = make_user(username="foreign", region_path=there.region.path)
    header = ["username", "name", "agency", "role", "is_active"]

    page = upload(client, "user", as_csv(header, ["here.li", "Li", "HERE health commission", "handler", "no"]))
    confirm(client, "user", page)
    refused = upload(
        client,
        "user",
        as_csv(
            header,
            ["here.li", "Li", "HERE health commission", "leader", ""],
            [foreign.username, foreign.name, "HERE health commission", "handler", ""],
        ),
    )

    user = User.objects.get(username="here.li")
    assert (user.name, user.is_active) == ("Li", False)
    assert {row: list(columns) for row, columns in faults(refused).items()} == {2: ["Role"], 3: ["__all__"]}


@pytest.mark.parametrize("number", ["0", "1"])
def test_an_export_is_scoped_escaped_noted_and_can_be_imported_again(number, keeper, here, there):
    make_agency(region=here.region, name="=HERE()", short_name="@HERE")

    answer = keeper.post("/admin/agencies/agency/export/?kind__exact=hc", {"format": number, "resource": "0"})

    data = answer.content
    assert ("openxmlformats" if number == "0" else "csv") in answer["Content-Type"]
    again = upload(keeper, "agency", data)
    assert kinds(again) == ["skip", "skip"]
    if number == "1":
        text = data.decode("utf-8-sig")
        assert "THERE" not in text
        assert "'=HERE()" in text and "'@HERE" in text
    note = AuditRow.objects.get(action="N", table_name="export")
    assert (note.row_id, note.changes) == ("agencies.agency", {"filter": "kind__exact=hc", "rows": 2})


@pytest.mark.parametrize(("role", "model"), [(Role.SYSTEM_ADMIN, "agency"), (Role.SECURITY_ADMIN, "user")])
def test_whoever_does_not_keep_them_neither_imports_nor_exports(role, model, as_role):
    client = as_role(role)

    assert client.get(f"/admin/agencies/{model}/import/").status_code == 403
    assert client.get(f"/admin/agencies/{model}/export/").status_code == 403
    assert client.post(f"/admin/agencies/{model}/process_import/", {}).status_code == 403


@pytest.mark.parametrize(("role", "model"), [(Role.SYSTEM_ADMIN, "user"), (Role.BUSINESS_ADMIN, "region")])
def test_every_table_is_exported(role, model, as_role, here):
    User.objects.filter(pk=here.member.user_id).update(region_path=here.region.path)

    answer = as_role(role).post(f"/admin/agencies/{model}/export/", {"format": "1", "resource": "0"})

    assert "HERE" in answer.content.decode("utf-8-sig")
