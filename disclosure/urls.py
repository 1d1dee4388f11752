"""Addresses of the staff's pages of publications."""

from django.urls import path

from disclosure.views import publications, steps

app_name = "disclosure"
urlpatterns = [
    path("", publications.publications, name="publications"),
    path("new/", publications.start, name="start"),
    path("new/<slug:kind>/<uuid:party>/", publications.draft, name="draft"),
    path("<uuid:public_id>/", publications.publication, name="publication"),
    path("<uuid:public_id>/edit/", publications.edit, name="edit"),
    path("<uuid:public_id>/<slug:verb>/", steps.step, name="step"),
]
