from django.urls import path

from obligations.views import duties, extensions, orders

app_name = "obligations"
urlpatterns = [
    path("", duties.mine, name="mine"),
    path("overdue/", duties.overdue, name="overdue"),
    path("<uuid:public_id>/", duties.duty, name="duty"),
    path("<uuid:public_id>/extension/", extensions.ask, name="ask_extension"),
    path("extensions/", extensions.extensions, name="extensions"),
    path("extensions/<int:pk>/", extensions.extension, name="extension"),
    path("extensions/<int:pk>/withdraw/", extensions.withdraw, name="withdraw_extension"),
    path("orders/<uuid:public_id>/", orders.order, name="order"),
]
