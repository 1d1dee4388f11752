"""Meetings and their decisions, to look at: they are kept on their own pages."""

from django.contrib import admin

from kernel.admin import ReadOnlyAdmin
from meetings.models import Decision, Meeting


@admin.register(Meeting)
class MeetingAdmin(ReadOnlyAdmin):
    list_display = ("title", "body", "starts_at", "state")
    list_select_related = ("body__party",)
    list_filter = ("state",)
    search_fields = ("title",)
    ordering = ("-starts_at", "-pk")
    fields = ("body", "title", "starts_at", "place", "chair", "state", "cancel_reason", "minutes")


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    list_display = ("title", "meeting", "lead", "due_on")
    list_select_related = ("meeting", "lead__party")
    search_fields = ("title", "meeting__title")
    ordering = ("-pk",)
    fields = ("meeting", "position", "title", "text", "lead", "due_on", "task")
