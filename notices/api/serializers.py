"""Notices as they leave the API."""

from rest_framework import serializers


class NoticeSerializer(serializers.Serializer):
    """A notice in the words of its kind, in the reader's language."""

    id = serializers.IntegerField(source="notice.pk")
    kind = serializers.CharField(source="notice.kind")
    sentence = serializers.CharField()
    url = serializers.CharField(source="notice.url", help_text="Where it is dealt with: a path of the portal.")
    created_at = serializers.DateTimeField(source="notice.created_at")
    opened_at = serializers.DateTimeField(
        source="notice.opened_at", allow_null=True, help_text="When the person has opened it first."
    )
    is_new = serializers.BooleanField(help_text="Not opened, and no history: see the filter “state”.")
