from django.urls import path
from django.views.generic import TemplateView

app_name = "agencies"
urlpatterns = [
    path("", TemplateView.as_view(template_name="agencies/agencies.html"), name="agencies"),
    path("<uuid:public_id>/", TemplateView.as_view(template_name="agencies/agency.html"), name="agency"),
]
