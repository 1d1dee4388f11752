"""Where the codes on equipment lead. They are printed, and stay."""

from django.urls import path

from institutions.views import public

app_name = "open_register"
urlpatterns = [path("<uuid:public_id>/", public.equipment, name="equipment")]
