from django.urls import path
from django.views.generic import TemplateView

from kernel.views import files

app_name = "kernel"
urlpatterns = [
    path("audit/", TemplateView.as_view(template_name="kernel/audit.html"), name="audit"),
    path("files/<uuid:public_id>/", files.file, name="file"),
    path("files/<uuid:public_id>/thumbnail/", files.thumbnail, name="thumbnail"),
]
