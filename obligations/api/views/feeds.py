"""`/api/v1/feed/`: the address of the acting person's own calendar feed."""

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel.access import require
from kernel.api.once import ONCE, made_once
from obligations.api.serializers.policy import FeedSerializer, NewFeedSerializer
from obligations.services import feeds


class FeedView(APIView):
    """One standing address for each person in a unit; it opens what the unit owes, as a calendar (RFC 5545)."""

    @extend_schema(responses=FeedSerializer, operation_id="feed_retrieve")
    def get(self, request):
        """When it was made and last read; 404 without one. The address itself is kept nowhere."""
        require(request.acting, "obligations.view_obligation")
        feed = feeds.standing_feed(by=request.acting)
        if feed is None:
            raise Http404
        return Response(FeedSerializer(feed).data)

    @extend_schema(
        parameters=[ONCE], request=None, responses={201: NewFeedSerializer, 200: NewFeedSerializer},
        operation_id="feed_create",
    )  # fmt: skip
    def post(self, request):
        """Make a new address; an earlier one no longer opens anything."""
        by, tokens = request.acting, []

        def make() -> str:
            tokens.append(feeds.make_feed(by=by, at=timezone.now()))
            return "made"

        _made, is_new = made_once(request, make)
        paths = [reverse("obligations:feed", kwargs={"token": token}) for token in tokens]
        feed = feeds.standing_feed(by=by)
        if feed is None:
            raise Http404
        facts = {"created_at": feed.created_at, "last_read_at": feed.last_read_at}
        answer = NewFeedSerializer(facts | {"address": f"{settings.PORTAL_URL}{paths[0]}" if paths else None})
        return Response(answer.data, status=201 if is_new else 200, headers={"Cache-Control": "no-store"})

    @extend_schema(responses={204: None}, operation_id="feed_destroy")
    def delete(self, request):
        """Close it; the address no longer opens anything."""
        require(request.acting, "obligations.view_obligation")
        if not feeds.revoke_feed(by=request.acting, at=timezone.now()):
            raise Http404
        return Response(status=204)
