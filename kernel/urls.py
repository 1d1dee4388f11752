from django.urls import path

from kernel.views import audit, files, jobs, saved_views

app_name = "kernel"
urlpatterns = [
    path("audit/", audit.AuditTrail.as_view(), name="audit"),
    path("audit/export/", audit.export, name="export_audit"),
    path("files/<uuid:public_id>/", files.file, name="file"),
    path("files/<uuid:public_id>/thumbnail/", files.thumbnail, name="thumbnail"),
    path("views/", saved_views.save, name="save_view"),
    path("views/<int:pk>/drop/", saved_views.drop, name="drop_view"),
    path("jobs/", jobs.JobList.as_view(), name="jobs"),
    path("jobs/<uuid:public_id>/", jobs.job, name="job"),
    path("jobs/<uuid:public_id>/cancel/", jobs.cancel, name="cancel_job"),
]
