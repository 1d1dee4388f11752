"""The base of every admin class: the scope of the acting unit, its rights per object, and stale forms refused."""

from unfold.admin import ModelAdmin

from kernel.access import has_rule


class ScopedAdmin(ModelAdmin):
    """Rows by `visible_to`, rights by `has_perm` for lists, forms, autocomplete, history and delete pages alike.

    A right exists where a rule is registered for "app.view_model", "app.add_model", … ; no rule means no.
    """

    compressed_fields = True
    actions = None
    show_full_result_count = False

    def _may(self, request, verb: str, obj=None) -> bool:
        perm = f"{self.opts.app_label}.{verb}_{self.opts.model_name}"
        return request.acting is not None and has_rule(perm) and request.acting.has_perm(perm, obj)

    def has_module_permission(self, request):
        return self._may(request, "view") or self._may(request, "change")

    def has_view_permission(self, request, obj=None):
        return self._may(request, "view", obj) or self._may(request, "change", obj)

    def has_add_permission(self, request):
        return self._may(request, "add")

    def has_change_permission(self, request, obj=None):
        return self._may(request, "change", obj)

    def has_delete_permission(self, request, obj=None):
        return self._may(request, "delete", obj)

    def get_queryset(self, request):
        return self.model.objects.visible_to(request.acting).order_by(*self.get_ordering(request) or ("-pk",))
