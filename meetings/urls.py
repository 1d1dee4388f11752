from django.urls import path

from meetings import views

app_name = "meetings"
urlpatterns = [
    path("", views.meetings, name="meetings"),
    path("new/", views.convene, name="convene"),
    path("<int:pk>/", views.meeting, name="meeting"),
    path("<int:pk>/change/", views.change, name="change"),
    path("<int:pk>/hold/", views.hold, name="hold"),
    path("<int:pk>/minutes/", views.minutes, name="minutes"),
    path("<int:pk>/confirm/", views.confirm, name="confirm"),
    path("<int:pk>/cancel/", views.cancel, name="cancel"),
    path("<int:pk>/decisions/new/", views.add_decision, name="add_decision"),
    path("decisions/<int:pk>/change/", views.change_decision, name="change_decision"),
    path("decisions/<int:pk>/remove/", views.remove_decision, name="remove_decision"),
]
