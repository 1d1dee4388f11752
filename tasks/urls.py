from django.urls import path

from tasks import views

app_name = "tasks"
urlpatterns = [
    path("matrix/", views.matrix, name="matrix"),
    path("", views.tasks, name="tasks"),
    path("<int:pk>/", views.task, name="task"),
]
