from django.urls import path, re_path

from reports.views import bulletins, figures

app_name = "reports"
urlpatterns = [
    path("", figures.dashboard_page, name="dashboard"),
    path("mine/", figures.home_page, name="home"),
    path("institution/", figures.institution_page, name="institution"),
    path("duties/", figures.rows_page, name="rows"),
    path("definitions/", figures.definitions, name="definitions"),
    path("bulletins/", bulletins.bulletin_list, name="bulletins"),
    path("bulletins/new/", bulletins.make, name="make_bulletin"),
    path("bulletins/template/", bulletins.template, name="template"),
    path("bulletins/<uuid:public_id>/", bulletins.bulletin, name="bulletin"),
    path("bulletins/<uuid:public_id>/words/", bulletins.word, name="word_bulletin"),
    path("bulletins/<uuid:public_id>/sign/", bulletins.sign, name="sign_bulletin"),
    path("bulletins/<uuid:public_id>/discard/", bulletins.discard, name="discard_bulletin"),
    re_path(
        r"^bulletins/(?P<public_id>[0-9a-f-]{36})/bulletin\.(?P<form>pdf|docx)$",
        bulletins.download,
        name="download_bulletin",
    ),
]
