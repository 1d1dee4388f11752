"""The few addresses that the shell names; links whose address does not exist are left out."""

from django.http import HttpResponse
from django.urls import include, path


def answer(request):
    return HttpResponse()


agencies = [path("act-as/", answer, name="act_as")]

urlpatterns = [
    path("", answer, name="home"),
    path("language/", answer, name="set_language"),
    path("agencies/", include((agencies, "agencies"))),
]
