from django.urls import path

from obligations.views import calendar, duties, extending, extensions, orders, urging

app_name = "obligations"
urlpatterns = [
    path("", duties.mine, name="mine"),
    path("overdue/", duties.overdue, name="overdue"),
    path("export/", duties.export_mine, name="export_mine"),
    path("extend/", extending.extend, name="extend"),
    path("overdue/export/", duties.export_overdue, name="export_overdue"),
    path("overdue/urge/", urging.urge, name="urge"),
    path("<uuid:public_id>/", duties.duty, name="duty"),
    path("<uuid:public_id>/waive/", duties.waive, name="waive"),
    path("<uuid:public_id>/extension/", extensions.ask, name="ask_extension"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("feed/", calendar.my_feed, name="my_feed"),
    path("feed/revoke/", calendar.revoke_feed, name="revoke_feed"),
    path("feed/<str:token>.ics", calendar.feed, name="feed"),
    path("extensions/", extensions.extensions, name="extensions"),
    path("extensions/<int:pk>/", extensions.extension, name="extension"),
    path("extensions/<int:pk>/withdraw/", extensions.withdraw, name="withdraw_extension"),
    path("orders/", orders.orders, name="orders"),
    path("orders/new/", orders.issue, name="issue_order"),
    path("orders/<uuid:public_id>/", orders.order, name="order"),
    path("orders/<uuid:public_id>/print/", orders.sheet, name="order_sheet"),
    path("orders/<uuid:public_id>/receive/", orders.receive, name="receive_order"),
    path("orders/<uuid:public_id>/reply/", orders.reply, name="reply_to_order"),
    path("orders/<uuid:public_id>/judge/", orders.judge, name="judge_reply"),
    path("orders/<uuid:public_id>/withdraw/", orders.withdraw, name="withdraw_order"),
]
