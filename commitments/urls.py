from django.urls import path

from commitments.views import board, records, signing, texts

app_name = "commitments"
OF_INSTITUTION = "institutions/<uuid:public_id>/commitments/"
OF_PERSON = OF_INSTITUTION + "people/<uuid:person>/"
urlpatterns = [
    path("commitments/", board.institutions, name="board"),
    path("commitments/people/", board.people, name="people"),
    path("commitments/texts/", texts.templates, name="templates"),
    path("commitments/texts/<int:pk>/", texts.template, name="template"),
    path("commitments/texts/new/<slug:kind>/", texts.add, name="add_template"),
    path("commitments/<uuid:public_id>/", records.commitment, name="commitment"),
    path("commitments/<uuid:public_id>/paper/", records.paper, name="paper"),
    path("commitments/<uuid:public_id>/publish/", records.publish, name="publish"),
    path("commitments/<uuid:public_id>/breach/", records.breach, name="breach"),
    path(OF_INSTITUTION, signing.institution, name="institution"),
    path(OF_INSTITUTION + "sign/", signing.sign, name="sign"),
    path(OF_INSTITUTION + "scan/", signing.scan, name="scan"),
    path(OF_INSTITUTION + "people/", board.people_of, name="people_of"),
    path(OF_PERSON + "sign/", signing.sign, name="sign_person"),
    path(OF_PERSON + "scan/", signing.scan, name="scan_person"),
]
