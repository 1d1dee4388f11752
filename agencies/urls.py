from django.urls import include, path

from agencies.views import agencies

app_name = "agencies"
urlpatterns = [
    path("", agencies.agencies, name="agencies"),
    path("new/", agencies.create, name="create"),
    path("<uuid:public_id>/", agencies.agency, name="agency"),
    path("<uuid:public_id>/edit/", agencies.edit, name="edit"),
    path("<uuid:public_id>/end/", agencies.end, name="end"),
    path("<uuid:public_id>/hand-over/", agencies.pass_on, name="hand_over"),
    path("<uuid:public_id>/aliases/", agencies.add_alias, name="add_alias"),
    path("<uuid:public_id>/aliases/<int:pk>/remove/", agencies.remove_alias, name="remove_alias"),
    path("<uuid:public_id>/sections/", agencies.add_section, name="add_section"),
    path("<uuid:public_id>/sections/<int:pk>/close/", agencies.close_section, name="close_section"),
    path("", include("agencies.account_urls")),
]
