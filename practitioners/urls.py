from django.urls import path

from practitioners.views import assessments, people, registrations, tables

app_name = "practitioners"
urlpatterns = [
    path("practitioners/", people.practitioners, name="practitioners"),
    path("practitioners/find/", people.find, name="find"),
    path("practitioners/table/", tables.send, name="table"),
    path("practitioners/table/template/", tables.download_template, name="template"),
    path("practitioners/table/<uuid:public_id>/", tables.check, name="check"),
    path("practitioners/<uuid:public_id>/", people.practitioner, name="practitioner"),
    path("practitioners/<uuid:public_id>/edit/", people.edit, name="edit"),
    path("practitioners/<uuid:public_id>/unmask/", people.unmask, name="unmask"),
    path("practitioners/<uuid:public_id>/assess/", assessments.add, name="assess"),
    path("practitioners/assessments/<int:pk>/remove/", assessments.remove, name="remove_assessment"),
    path("practitioners/registrations/<int:pk>/edit/", registrations.change, name="change_registration"),
    path("practitioners/registrations/<int:pk>/extend/", registrations.extend, name="extend"),
    path("practitioners/registrations/<int:pk>/end/", registrations.end, name="end"),
    path("practitioners/registrations/<int:pk>/cancel/", registrations.cancel, name="cancel"),
    path("practitioners/registrations/<int:pk>/apply/", registrations.apply, name="apply"),
    path("institutions/<uuid:public_id>/people/", registrations.people, name="people"),
    path("institutions/<uuid:public_id>/people/new/", people.create, name="create"),
    path("institutions/<uuid:public_id>/people/register/", registrations.register, name="register"),
]
