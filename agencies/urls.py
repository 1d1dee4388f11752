"""Addresses of agencies, of one's own account, of people and roles, and of emergency rights."""

from django.urls import path

from agencies.views import accounts, agencies, emergency, memberships

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
    path("account/", memberships.my_account, name="my_account"),
    path("account/act-as/", memberships.act_as, name="act_as"),
    path("account/roles/<int:pk>/delegate/", memberships.delegate, name="delegate"),
    path("account/delegations/<int:pk>/end/", memberships.end_delegation, name="end_delegation"),
    path("people/", accounts.People.as_view(), name="people"),
    path("people/new/", accounts.create_account, name="create_account"),
    path("people/table/", accounts.create_accounts, name="create_accounts"),
    path("people/<int:pk>/", accounts.person, name="person"),
    path("people/<int:pk>/reset-password/", accounts.reset_password, name="reset_password"),
    path("people/<int:pk>/roles/new/", memberships.give_role, name="give_role"),
    path("people/<int:pk>/<slug:verb>/", accounts.act, name="act"),
    path("roles/proposed/", memberships.Proposed.as_view(), name="proposed"),
    path("roles/<int:pk>/confirm/", memberships.confirm_role, name="confirm_role"),
    path("roles/<int:pk>/end/", memberships.end_role, name="end_role"),
    path("emergency/", emergency.emergency, name="emergency"),
    path("emergency/<int:pk>/<slug:verb>/", emergency.decide_emergency, name="decide_emergency"),
]
