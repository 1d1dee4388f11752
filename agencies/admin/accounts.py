"""People, their roles, and who has more rights than his role: for the system and the security administrator."""

from typing import Any

from django import forms
from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy
from guardian.models import GroupObjectPermission
from unfold.widgets import UnfoldAdminSelectWidget

from agencies.enums import INSTITUTION_ROLES, Role
from agencies.importers import AccountTable
from agencies.models import Agency, EmergencyGrant, Membership, Party, Section, User
from agencies.services.accounts import close_account, create_account, normal_username, rename_account, reopen_account
from agencies.services.memberships import end_role, give_role
from agencies.views.accounts import letters
from kernel.admin import ReadOnlyAdmin, ScopedAdmin, VersionedForm
from kernel.admin.tables import TablesMixin

ROLES = [(role.value, role.label) for role in Role if role not in INSTITUTION_ROLES]


class AccountForm(VersionedForm):
    """A new account is opened with its first role."""

    agency = forms.ModelChoiceField(Agency.objects.none(), label=gettext_lazy("Agency"), widget=UnfoldAdminSelectWidget)
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=ROLES, widget=UnfoldAdminSelectWidget)

    class Meta:
        model = User
        fields = ("username", "name", "is_active")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            agency: Any = self.fields["agency"]
            agency.queryset = Agency.objects.visible_to(self.acting).order_by("party__region_path", "pk")
        else:
            del self.fields["agency"], self.fields["role"]

    def clean_username(self):
        return normal_username(self.cleaned_data["username"])


class RoleForm(VersionedForm):
    """Whether a role fits the person's others is for the service to say."""

    class Meta:
        model = Membership
        fields = ("user", "party", "section", "role", "valid_from", "valid_to")

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() | {"user"}  # type: ignore[misc]  # Django's, unknown to the stubs


@admin.register(User)
class UserAdmin(TablesMixin, ScopedAdmin):
    """Accounts. Roles are given on their own page, by the security administrator."""

    form = AccountForm
    resource_classes = [AccountTable]
    list_display = ("username", "name", "is_active", "last_login", "emergency_until")
    list_filter = ("is_active",)
    search_fields = ("username", "name")
    ordering = ("username",)

    def get_fields(self, request, obj=None):
        return super().get_fields(request, obj) if obj else ["username", "name", "agency", "role"]

    fields = ("username", "name", "is_active", "last_login", "password_set_at")

    def get_readonly_fields(self, request, obj=None):
        return ("username", "last_login", "password_set_at") if obj else ()

    def get_export_queryset(self, request):
        return super().get_export_queryset(request).with_roles(timezone.localdate(), request.acting)

    def save_model(self, request, obj, form, change):
        if change:
            self._change(request, obj, form)
            return
        facts = {name: form.cleaned_data[name] for name in ("username", "name", "role")}
        letter = create_account(party=form.cleaned_data["agency"].party, by=request.acting, at=timezone.now(), **facts)
        vars(obj).update(vars(letter.user))  # the admin goes on with its own object
        request.letters = [letter]

    def _change(self, request, obj, form):
        saved, is_active = obj, obj.is_active
        if "name" in form.changed_data:
            saved = rename_account(saved, name=obj.name, by=request.acting)
        if "is_active" in form.changed_data:
            saved = (reopen_account if is_active else close_account)(saved, by=request.acting)
        vars(obj).update(vars(saved))

    def response_add(self, request, obj, post_url_continue=None):
        return letters(request, request.letters)

    def imported(self, result, request):
        printed = [row.instance for row in result.rows if row.is_new()]
        return letters(request, printed) if printed else None


@admin.register(Membership)
class MembershipAdmin(ScopedAdmin):
    """Roles: given here from and until a day; afterwards only their last day can be brought forward."""

    form = RoleForm
    list_display = ("user", "party", "section", "role", "valid_from", "valid_to", "is_proposed")
    list_select_related = ("user", "party", "section")
    list_filter = ("role", "is_proposed")
    search_fields = ("user__username", "user__name", "party__name")
    ordering = ("party__region_path", "user__username", "pk")
    fields = ("user", "party", "section", "role", "valid_from", "valid_to")
    autocomplete_fields = ("user",)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("user", "party__agency", "section")

    def get_readonly_fields(self, request, obj=None):
        return ("user", "party", "section", "role", "valid_from") if obj else ()

    def offered(self, name, model, by):
        if model is Party:
            return Party.objects.filter(pk__in=Agency.objects.visible_to(by)).order_by("region_path", "pk")
        if model is Section:
            return Section.objects.filter(agency__in=Agency.objects.visible_to(by), is_active=True).order_by("pk")
        return super().offered(name, model, by)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if obj is None:
            form.base_fields["role"].choices = ROLES
        elif "valid_to" in form.base_fields:
            form.base_fields["valid_to"].required = True
        return form

    def save_model(self, request, obj, form, change):
        facts = form.cleaned_data
        if not change:
            saved = give_role(by=request.acting, **{name: facts[name] for name in self.fields})
        elif "valid_to" in form.changed_data:
            saved = end_role(
                Membership.objects.get(pk=obj.pk), by=request.acting, at=timezone.now(), last_day=facts["valid_to"]
            )
        else:
            return
        vars(obj).update(vars(saved))


@admin.register(EmergencyGrant)
class EmergencyGrantAdmin(ReadOnlyAdmin):
    """All rights for a few hours: asked for, granted and ended on their own page."""

    list_display = ("user", "reason", "requested_at", "granted_by", "granted_at", "expires_at", "ended_at")
    list_select_related = ("user", "granted_by__user", "granted_by__party")
    ordering = ("-requested_at", "-pk")
    fields = ("user", "reason", "requested_at", "granted_by", "granted_at", "expires_at", "ended_at")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("user", "requested_as__party")


@admin.register(GroupObjectPermission)
class SharesAdmin(ReadOnlyAdmin):
    """Exceptional shares: which agency was let in on which record that its territory would not show."""

    list_display = ("agency", "permission_name", "record")
    ordering = ("-pk",)
    fields = ("agency", "permission_name", "record")
    readonly_fields = fields

    def _may(self, request, verb, obj=None):
        return verb == "view" and request.acting.has_perm("agencies.view_groupobjectpermission", obj)

    def get_queryset(self, request):
        rows = GroupObjectPermission.objects.filter(group__agency__in=Agency.objects.visible_to(request.acting))
        return rows.select_related("group__agency", "permission", "content_type").order_by("-pk")

    @admin.display(description=gettext_lazy("Agency"))
    def agency(self, row):
        return row.group.agency.short_name

    @admin.display(description=gettext_lazy("Right"))
    def permission_name(self, row):
        return row.permission.codename

    @admin.display(description=gettext_lazy("Record"))
    def record(self, row):
        """Its kind and key: its title may be another territory's."""
        return f"{row.content_type.name} {row.object_pk}"
