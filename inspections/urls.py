from django.urls import path

from inspections.views import answers, reminding, reports, reviewing, supervision

app_name = "inspections"
urlpatterns = [
    path("", supervision.reports, name="reports"),
    path("remind/", reminding.remind, name="remind"),
    path("accept/", reviewing.accept_many, name="accept_many"),
    path("of/<uuid:public_id>/", supervision.institution, name="institution"),
    path("<uuid:public_id>/accept/", reviewing.accept, name="accept"),
    path("<uuid:public_id>/return/", reviewing.send_back, name="return"),
    path("<uuid:public_id>/cancel/", reviewing.cancel, name="cancel"),
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
