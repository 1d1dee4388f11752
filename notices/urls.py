"""Addresses of the inbox, of one's own addresses, and of the messages that leave the portal."""

from django.urls import path

from notices import views

app_name = "notices"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("<int:pk>/", views.open_notice, name="open"),
    path("unopened/", views.unopened, name="unopened"),
    path("addresses/", views.own_addresses, name="addresses"),
    path("addresses/<slug:channel>/", views.address, name="address"),
    path("messages/", views.MessageList.as_view(), name="messages"),
    path("messages/retry/", views.retry_all, name="retry_all"),
    path("messages/<int:pk>/retry/", views.retry, name="retry"),
]
