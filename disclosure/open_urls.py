"""Addresses of the public pages. Those of parties and publications are printed, and stay."""

from django.urls import path, re_path

from disclosure.views import lists, public

app_name = "open"
urlpatterns = [
    path("", public.search, name="search"),
    path("definitions/", public.definitions, name="definitions"),
    path("publications.json", lists.as_json, name="json"),
    path("publications.csv", lists.as_csv, name="csv"),
    path("publications.atom", lists.feed, name="feed"),
    path("p/<uuid:public_id>/", public.party, name="party"),
    path("p/<uuid:public_id>/qr.svg", public.qr, name="qr"),
    path("d/<uuid:public_id>/", public.publication, name="publication"),
    re_path("", public.missing, name="missing"),
]
