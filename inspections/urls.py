from django.urls import path

from inspections.views import reports

app_name = "inspections"
urlpatterns = [
    path("<uuid:public_id>/", reports.report, name="report"),
]
