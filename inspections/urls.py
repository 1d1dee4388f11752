from django.urls import path

from inspections.views import answers, checklists, programmes, reminding, reports, reviewing, rounds, supervision

app_name = "inspections"
CHECKLIST = "checklists/<int:pk>/"
PROGRAMME = "programmes/<int:pk>/"
urlpatterns = [
    path("", supervision.reports, name="reports"),
    path("remind/", reminding.remind, name="remind"),
    path("accept/", reviewing.accept_many, name="accept_many"),
    path("of/<uuid:public_id>/", supervision.institution, name="institution"),
    path("<uuid:public_id>/accept/", reviewing.accept, name="accept"),
    path("<uuid:public_id>/return/", reviewing.send_back, name="return"),
    path("<uuid:public_id>/cancel/", reviewing.cancel, name="cancel"),
    path("worker.js", reports.worker, name="worker"),
    path("checklists/", checklists.checklists, name="checklists"),
    path("checklists/new/", checklists.create, name="create_checklist"),
    path(CHECKLIST, checklists.checklist, name="checklist"),
    path(CHECKLIST + "title/", checklists.rename, name="rename_checklist"),
    path(CHECKLIST + "items/new/", checklists.add_item, name="add_item"),
    path(CHECKLIST + "items/<int:item>/", checklists.edit_item, name="edit_item"),
    path(CHECKLIST + "items/<int:item>/remove/", checklists.remove_item, name="remove_item"),
    path(CHECKLIST + "publish/", checklists.publish, name="publish_checklist"),
    path(CHECKLIST + "discard/", checklists.discard, name="discard_checklist"),
    path("programmes/", programmes.programmes, name="programmes"),
    path("programmes/new/", programmes.create, name="create_programme"),
    path(PROGRAMME, programmes.programme, name="programme"),
    path(PROGRAMME + "edit/", programmes.edit, name="edit_programme"),
    path(PROGRAMME + "rounds/<int:key>/", programmes.edit_round, name="edit_round"),
    path(PROGRAMME + "publish/", programmes.publish, name="publish_programme"),
    path(PROGRAMME + "withdraw/", programmes.withdraw, name="withdraw_programme"),
    path(PROGRAMME + "discard/", programmes.discard, name="discard_programme"),
    path("special/", rounds.specials, name="specials"),
    path("special/new/", rounds.order, name="order_special"),
    path("rounds/<int:pk>/", rounds.one_round, name="round"),
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
