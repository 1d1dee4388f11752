from django.urls import path

from reports.views import figures

app_name = "reports"
urlpatterns = [
    path("", figures.dashboard_page, name="dashboard"),
    path("mine/", figures.home_page, name="home"),
    path("duties/", figures.rows_page, name="rows"),
    path("definitions/", figures.definitions, name="definitions"),
]
