from django.urls import path

from inspections.views import answers, reports

app_name = "inspections"
urlpatterns = [
    path("worker.js", reports.worker, name="worker"),
    path("<uuid:public_id>/", reports.report, name="report"),
    path("<uuid:public_id>/pdf/", reports.pdf, name="pdf"),
    path("<uuid:public_id>/save/", reports.save, name="save"),
    path("<uuid:public_id>/sign/", reports.sign, name="sign"),
    path("<uuid:public_id>/submit/", reports.submit, name="submit"),
    path("<uuid:public_id>/ask/", reports.ask, name="ask"),
    path("<uuid:public_id>/items/<int:item>/", answers.answer, name="answer"),
    path("<uuid:public_id>/items/<int:item>/evidence/", answers.add, name="add_evidence"),
    path("<uuid:public_id>/items/<int:item>/settle/", answers.settle, name="settle"),
    path("<uuid:public_id>/evidence/<uuid:key>/remove/", answers.remove, name="remove_evidence"),
]
