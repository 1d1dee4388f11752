from django.urls import path

from tasks.views import entries, plans

app_name = "tasks"
urlpatterns = [
    path("matrix/", plans.matrix, name="matrix"),
    path("", plans.tasks, name="tasks"),
    path("<int:pk>/", plans.task, name="task"),
    path("<int:pk>/report/", entries.begin, name="report"),
    path("entries/", entries.entries, name="entries"),
    path("entries/<uuid:public_id>/", entries.entry, name="entry"),
    path("entries/<uuid:public_id>/keep/", entries.keep, name="keep_entry"),
    path("entries/<uuid:public_id>/<slug:verb>/", entries.step, name="entry_step"),
]
