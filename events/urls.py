from django.urls import path

from events.views import parties, records, tables

app_name = "events"
urlpatterns = [
    path("", parties.Parties.as_view(), name="parties"),
    path("ledger/", parties.Ledger.as_view(), name="ledger"),
    path("parties/<uuid:public_id>/", parties.Timeline.as_view(), name="timeline"),
    path("parties/<uuid:public_id>/record/", records.record, name="record"),
    path("tables/", tables.send, name="table"),
    path("tables/template/", tables.download_template, name="template"),
    path("tables/<uuid:public_id>/", tables.check, name="check"),
    path("<uuid:public_id>/", records.event, name="event"),
    path("<uuid:public_id>/counter/", records.counter, name="counter"),
    path("<uuid:public_id>/standings/<slug:kind>/", records.standing, name="standing"),
]
