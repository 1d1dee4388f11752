from django.urls import path

from institutions.views import accounts, changes, history, imports, licence, register, supervised

app_name = "institutions"
urlpatterns = [
    path("", register.institutions, name="institutions"),
    path("new/", register.create, name="create"),
    path("accounts/", accounts.open_accounts, name="accounts"),
    path("changes/", changes.changes, name="changes"),
    path("changes/<int:pk>/", changes.change, name="change"),
    path("changes/<int:pk>/withdraw/", changes.withdraw, name="withdraw_change"),
    path("export/", imports.export, name="export"),
    path("imports/", imports.Imports.as_view(), name="imports"),
    path("imports/new/", imports.send, name="send"),
    path("imports/template/", imports.download_template, name="template"),
    path("imports/<uuid:public_id>/", imports.check, name="import"),
    path("objects/", supervised.supervised_objects, name="objects"),
    path("objects/new/", supervised.create, name="create_object"),
    path("objects/<uuid:public_id>/", supervised.supervised_object, name="object"),
    path("objects/<uuid:public_id>/edit/", supervised.edit, name="edit_object"),
    path("objects/<uuid:public_id>/end/", supervised.end, name="end_object"),
    path("<uuid:public_id>/", register.institution, name="institution"),
    path("permits/<int:pk>/", licence.edit_permit, name="edit_permit"),
    path("permits/<int:pk>/remove/", licence.remove_permit, name="remove_permit"),
    path("equipment/<uuid:public_id>/", licence.edit_equipment, name="edit_equipment"),
    path("<uuid:public_id>/licence/", licence.licence, name="licence"),
    path("<uuid:public_id>/permits/new/", licence.add_permit, name="add_permit"),
    path("<uuid:public_id>/equipment/new/", licence.add_equipment, name="add_equipment"),
    path("<uuid:public_id>/equipment/labels/", licence.labels, name="labels"),
    path("<uuid:public_id>/history/", history.history, name="history"),
    path("<uuid:public_id>/edit/", register.edit, name="edit"),
    path("<uuid:public_id>/close/", register.close, name="close"),
    path("<uuid:public_id>/reopen/", register.reopen, name="reopen"),
    path("<uuid:public_id>/propose/", changes.propose, name="propose"),
]
