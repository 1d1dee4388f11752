"""Fields that forms and filters have in common."""

from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator


class Day(forms.DateField):
    """A day, picked in the browser's own calendar."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_validators = [MinValueValidator(date(1900, 1, 1)), MaxValueValidator(date(2199, 12, 31))]


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFiles(forms.FileField):
    """Any number of files: a list."""

    widget = ManyFilesInput

    def clean(self, data, initial=None) -> list:
        clean_one = super().clean
        return [clean_one(upload, initial) for upload in data or []]
