from django.urls import path
from django.views.generic import TemplateView

app_name = "tasks"
urlpatterns = [
    path("matrix/", TemplateView.as_view(template_name="tasks/matrix.html"), name="matrix"),
    path("", TemplateView.as_view(template_name="tasks/tasks.html"), name="tasks"),
    path("<int:pk>/", TemplateView.as_view(template_name="tasks/task.html"), name="task"),
]
