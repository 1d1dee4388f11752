"""Admin forms that know which version of a row they show."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kernel.models import Editable

EMPTY = "—"


class VersionedForm(forms.ModelForm):
    """Refuses to save over somebody else's change: says what the row holds now, and keeps what was typed.

    acting: the unit at work.  refusal: why a service said no to what was typed.  Both are set by ScopedAdmin.
    """

    acting = None
    refusal = None
    data: Any

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_stale = False
        if isinstance(self.instance, Editable) and not self.instance._state.adding:
            self.initial["version"] = self.instance.version
        else:
            del self.fields["version"]

    def clean(self):
        facts = super().clean() or self.cleaned_data
        if "version" in self.fields and facts.get("version") != self.instance.version:
            self._refuse_stale(facts)
        elif self.refusal:
            self.add_error(None, self.refusal)
        return facts

    def _refuse_stale(self, facts: dict) -> None:
        """Both versions field by field; whoever sends the form again has seen them."""
        self.is_stale = True
        sentences = [_("Somebody else has changed this record since you opened it. Save again to overwrite that.")]
        typed = sorted(set(self.changed_data) - {"version"}, key=list(self.fields).index)
        sentences += [self._both(name, facts.get(name)) for name in typed]
        self.add_error(None, ValidationError(sentences))
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = self.instance.version

    def _both(self, name: str, typed) -> str:
        now = self.get_initial_for_field(self.fields[name], name)
        return _("%(field)s: now “%(now)s”, typed by you “%(typed)s”.") % {
            "field": self.fields[name].label,
            "now": self._words(name, now),
            "typed": self._words(name, typed),
        }

    def _words(self, name: str, value) -> str:
        field: Any = self.fields[name]
        if hasattr(field, "queryset"):
            value = field.queryset.filter(pk=getattr(value, "pk", value)).first()
        elif hasattr(field, "choices"):
            value = dict(field.choices).get(value, value)
        return EMPTY if value in (None, "") else str(value)
