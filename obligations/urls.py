from django.urls import path

from obligations import views

app_name = "obligations"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("overdue/", views.overdue, name="overdue"),
    path("<uuid:public_id>/", views.duty, name="duty"),
    path("orders/<uuid:public_id>/", views.order, name="order"),
]
