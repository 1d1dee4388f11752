"""The shape of what is typed about bulletins."""

from datetime import datetime, time, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kernel.forms import Day
from kernel.once import OnceForm
from reports.enums import Section
from reports.models import Bulletin
from reports.services.wording import DEFAULT, LONGEST, wrong_places
from tasks.models import Plan
from tasks.periods import Span


class MakeForm(OnceForm):
    plan = forms.ChoiceField(label=gettext_lazy("Plan"))
    period = forms.ChoiceField(label=gettext_lazy("Period"))
    until = Day(
        label=gettext_lazy("Counted until the end of the day"), required=False,
        help_text=gettext_lazy("A day that has passed. Without one, what stands now is counted."),
    )  # fmt: skip

    def __init__(self, *args, plans: list[Plan], spans: list[Span], **kwargs):
        super().__init__(*args, **kwargs)
        self.plans, self.spans = {str(plan.pk): plan for plan in plans}, {span.key: span for span in spans}
        self.fields["plan"].choices = [(plan.pk, plan.title) for plan in plans]
        self.fields["period"].choices = [(span.key, span.words) for span in spans]

    def clean_plan(self) -> Plan:
        return self.plans[self.cleaned_data["plan"]]

    def clean_period(self) -> Span:
        return self.spans[self.cleaned_data["period"]]

    def clean_until(self) -> datetime | None:
        """The moment at which the day ends."""
        day = self.cleaned_data["until"]
        if day is None:
            return None
        if day >= timezone.localdate():
            raise forms.ValidationError(_("Choose a day that has passed."))
        return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))


class WordsForm(forms.Form):
    """A text for each section."""

    def __init__(self, *args, words: dict[str, str], needs_all: bool, **kwargs):
        super().__init__(*args, **kwargs)
        for section in Section:
            self.fields[section.value] = forms.CharField(
                label=section.label, initial=words.get(section, ""), required=needs_all, max_length=LONGEST,
                widget=forms.Textarea(attrs={"rows": 4}),
            )  # fmt: skip

    @property
    def words(self) -> dict[str, str]:
        return {section.value: self.cleaned_data[section.value] for section in Section}


class BulletinForm(WordsForm):
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)

    def __init__(self, *args, bulletin: Bulletin, **kwargs):
        super().__init__(*args, words=bulletin.words, needs_all=True, **kwargs)
        self.fields["title"].initial = bulletin.title


class TemplateForm(WordsForm):
    """The words that are begun with; what is left empty is the default."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, needs_all=False, **kwargs)
        for section in Section:
            self.fields[section.value].help_text = _("Default: %(words)s") % {"words": DEFAULT[section]}

    def clean(self):
        for section in Section:
            if wrong := wrong_places(self.cleaned_data.get(section.value, "")):
                words = _("There is no place called %(places)s.") % {"places": ", ".join(sorted(wrong))}
                self.add_error(section.value, words)
        return self.cleaned_data
