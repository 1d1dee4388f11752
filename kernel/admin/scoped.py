"""Admin classes that show and change what the acting unit may, and nothing else."""

from typing import Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db import IntegrityError
from django.db.models import QuerySet
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from unfold.admin import ModelAdmin, TabularInline

from kernel.access import has_rule
from kernel.admin.forms import VersionedForm
from kernel.admin.history import history
from kernel.errors import Refused
from kernel.models import Editable, EditableQuerySet


def visible_rows(model, by) -> QuerySet:
    """What the acting unit sees of a model; a model that cannot tell is a mistake in the code, never "all"."""
    rows = model._default_manager.all()
    if not hasattr(rows, "visible_to"):
        raise ImproperlyConfigured(f"{model._meta.label} has no visible_to(): say in the admin class what is offered")
    return rows.visible_to(by)


class ScopedRights:
    """A right exists where a rule is registered for "app.view_model", "app.add_model", … ; no rule means no."""

    opts: Any

    def _may(self, request, verb: str, obj=None) -> bool:
        perm = f"{self.opts.app_label}.{verb}_{self.opts.model_name}"
        return request.acting is not None and has_rule(perm) and request.acting.has_perm(perm, obj)

    def has_view_permission(self, request, obj=None):
        return self._may(request, "view", obj) or self._may(request, "change", obj)

    def has_add_permission(self, request, obj=None):
        return self._may(request, "add", obj)

    def has_change_permission(self, request, obj=None):
        return self._may(request, "change", obj)

    def has_delete_permission(self, request, obj=None):
        return self._may(request, "delete", obj)

    def offered(self, name: str, model, by) -> QuerySet:
        """The rows that a foreign key may name: what the acting unit sees."""
        return visible_rows(model, by)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        kwargs["queryset"] = self.offered(db_field.name, db_field.related_model, request.acting)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]  # a mixin


class ScopedInline(ScopedRights, TabularInline):
    """Rows below a row that is in scope; rights are asked with that row."""

    extra = 0


LOOKUPS = {"exact", "id", "in", "isnull", "gte", "lte", "gt", "lt", "year", "month", "day"}


def filter_name(entry) -> str:
    """What a filter of a list asks for: its field, or its own parameter."""
    entry = entry[0] if isinstance(entry, tuple) else entry
    return entry if isinstance(entry, str) else entry.parameter_name


class ScopedAdmin(ScopedRights, ModelAdmin):
    """Rows by `visible_to`, rights by `has_perm` for lists, forms, autocomplete, history and delete pages alike."""

    form = VersionedForm
    exclude = ("version",)
    actions = None
    show_full_result_count = False
    show_facets = False

    def has_module_permission(self, request):
        """The index lists what the role keeps; what it merely sees has its place on the portal's pages."""
        return self._may(request, "change") or self._may(request, "add")

    def get_queryset(self, request):
        return visible_rows(self.model, request.acting).order_by(*self.get_ordering(request) or ("-pk",))

    def get_fields(self, request, obj=None):
        """Without the names of rows that lie outside the scope, with the version that the form shows."""
        fields = [name for name in super().get_fields(request, obj) if not self._is_foreign(request, obj, name)]
        if obj is not None and issubclass(self.model, Editable) and self.has_change_permission(request, obj):
            fields.append("version")
        return fields

    def _is_foreign(self, request, obj, name: str) -> bool:
        field = next((field for field in self.opts.fields if field.name == name and field.many_to_one), None)
        if obj is None or field is None or getattr(obj, field.attname) is None:
            return False
        offered = self.offered(name, field.related_model, request.acting)
        return not offered.filter(pk=getattr(obj, field.attname)).exists()

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.acting, form.refusal = request.acting, getattr(request, "refusal", None)
        return form

    def lookup_allowed(self, lookup, value, request=None):
        """What the list's own filters ask, and nothing else: Django would answer for any column, a password's too."""
        asked = lookup.split("__")
        names = {filter_name(entry) for entry in self.get_list_filter(request)} | {self.date_hierarchy}
        return asked[-1] in LOOKUPS | names and any("__".join(asked[:end]) in names for end in range(1, len(asked) + 1))

    def view_on_site(self, obj):
        """The record's page on the portal, without a redirect that tells which keys exist."""
        return obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else None

    def get_changeform_initial_data(self, request):
        """No address fills a form in."""
        return {}

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """A service that refuses has undone everything; its reason goes on the form, with all that was typed."""
        try:
            response = super().changeform_view(request, object_id, form_url, extra_context)
        except (Refused, IntegrityError) as error:
            taken = _("This contradicts another record.")
            request.refusal = error.reason if isinstance(error, Refused) else taken
            response = super().changeform_view(request, object_id, form_url, extra_context)
        form = getattr((getattr(response, "context_data", None) or {}).get("adminform"), "form", None)
        if getattr(form, "is_stale", False) or getattr(form, "refusal", None):
            response.status_code = 409
        return response

    def save_model(self, request, obj, form, change):
        """Plain data; where a service exists, the class calls it instead."""
        if change and isinstance(obj, Editable):
            obj.version = EditableQuerySet(type(obj)).locked(obj).version
        if not change and not self.has_add_permission(request, obj):
            raise PermissionDenied
        obj.save()

    def history_view(self, request, object_id, extra_context=None):
        """What the audit trail says about the row."""
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            raise Http404
        if not self.has_view_permission(request, obj):
            raise PermissionDenied
        context = self.admin_site.each_context(request) | {
            "title": _("History: %(object)s") % {"object": obj},
            "opts": self.opts,
            "object": obj,
            "entries": history(self.trail_of(obj), by=request.acting),
        }
        return TemplateResponse(request, "admin/audit_history.html", context)

    def trail_of(self, obj) -> list:
        """The rows that together are the object."""
        return [obj]

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        raise Http404

    def log_addition(self, request, obj, message):
        """The audit trail is the database's; Django's own log stays empty."""

    log_change = log_addition

    def log_deletions(self, request, queryset):
        """As `log_addition`."""


class ReadOnlyAdmin(ScopedAdmin):
    """Rows to look at."""

    def has_module_permission(self, request):
        return self._may(request, "view")

    def has_add_permission(self, request, obj=None):
        return False

    has_delete_permission = has_change_permission = has_add_permission
