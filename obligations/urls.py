from django.urls import path

from obligations.views import duties, orders

app_name = "obligations"
urlpatterns = [
    path("", duties.mine, name="mine"),
    path("overdue/", duties.overdue, name="overdue"),
    path("<uuid:public_id>/", duties.duty, name="duty"),
    path("orders/<uuid:public_id>/", orders.order, name="order"),
]
