"""The shape of what an institution proposes, and of the decision on it."""

from collections.abc import Collection, Iterable
from copy import deepcopy
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from institutions.facts import FACTS, faults_of
from institutions.forms.register import InstitutionForm
from institutions.models import Institution
from kernel.forms import ManyFiles
from kernel.once import OnceForm

LABELS = {fact: field.label for fact, field in InstitutionForm.base_fields.items()}
WHY = 300


class ProposalForm(OnceForm):
    """What the register shall say, and why. facts: those that may be proposed."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=WHY, widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("What has changed, since when, and by which document."),
    )  # fmt: skip

    documents = ManyFiles(
        label=gettext_lazy("Documents"), required=False,
        help_text=gettext_lazy("Documents or pictures that show it, several at once."),
    )  # fmt: skip

    def __init__(self, *args, institution: Institution, facts: Collection[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.institution = institution
        for fact in facts:
            self.fields[fact] = deepcopy(InstitutionForm.base_fields[fact])
            self.fields[fact].initial = getattr(institution, fact)
        self.order_fields([fact for fact in InstitutionForm.base_fields if fact in facts])

    def clean(self):
        said = super().clean() or self.cleaned_data
        recorded = {fact: getattr(self.institution, fact) for fact in FACTS}
        faults = faults_of(recorded | said, today=timezone.localdate())
        for fact, fault in faults.items():
            if fact in self.fields and fact not in self.errors:
                self.add_error(fact, fault)
        return said


class DecideChangeForm(forms.Form):
    """Accepted or refused, fact by fact; a refusal says why."""

    def __init__(self, *args, facts: Iterable[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.facts = list(facts)
        for fact in self.facts:
            self.fields[f"accept_{fact}"] = forms.ChoiceField(
                label=_("Decision on: %(fact)s") % {"fact": LABELS[fact]},
                choices=[
                    ("yes", pgettext_lazy("change request verb", "Accept")),
                    ("no", pgettext_lazy("change request verb", "Refuse")),
                ],
                widget=forms.RadioSelect,
                error_messages={"required": gettext_lazy("Choose whether this is accepted.")},
            )
            self.fields[f"reason_{fact}"] = forms.CharField(
                label=_("Reason of a refusal: %(fact)s") % {"fact": LABELS[fact]}, max_length=WHY, required=False
            )

    def clean(self):
        said = super().clean() or self.cleaned_data
        for fact in self.facts:
            if said.get(f"accept_{fact}") == "no" and not said.get(f"reason_{fact}"):
                self.add_error(f"reason_{fact}", _("Say why this is refused."))
        return said

    def decided(self) -> dict[str, Any]:
        """As the service takes it."""
        said = self.cleaned_data
        return {
            "accepted": [fact for fact in self.facts if said[f"accept_{fact}"] == "yes"],
            "refused": {fact: said[f"reason_{fact}"] for fact in self.facts if said[f"accept_{fact}"] == "no"},
        }

    def asked(self, fact: str) -> tuple:
        """The two fields of a fact."""
        return self[f"accept_{fact}"], self[f"reason_{fact}"]
