from django.urls import path
from django.views.generic import TemplateView

app_name = "kernel"
urlpatterns = [path("audit/", TemplateView.as_view(template_name="kernel/audit.html"), name="audit")]
