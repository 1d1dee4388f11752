"""What surrounds every request: its number, its language, and one page for whatever goes wrong."""

import logging
import re
import uuid
from contextvars import ContextVar

from django.conf import settings
from django.http import Http404
from django.utils import translation
from django.utils.translation import gettext as _

from kernel.errors import LOST, Stale, both_versions, error_page, refusal_behind

request_id: ContextVar[str] = ContextVar("request_id", default="-")
logger = logging.getLogger(__name__)


class RequestIdFilter(logging.Filter):
    def filter(self, record) -> bool:
        record.request_id = request_id.get()
        return True


class RequestIdMiddleware:
    """A number for each request, in the log, in the audit trail and on the error page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.id = uuid.uuid4().hex[:12]
        token = request_id.set(request.id)
        try:
            response = self.get_response(request)
        finally:
            request_id.reset(token)
        response["X-Request-Id"] = request.id
        return response


class LanguageMiddleware:
    """Chinese unless the reader has switched; the browser's own preference does not decide."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        with translation.override(chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        return response


class OddAddressMiddleware:
    """Refuses addresses with what no page of ours reads: the sign NUL, or a number of a thousand digits."""

    odd = re.compile(r"\0|\d{1000}")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        asked = [value for values in request.GET.lists() for value in values[1]]
        if any(self.odd.search(text) for text in [request.path_info, *request.GET, *asked]):
            return error_page(request, 400)
        return self.get_response(request)


class BodyLimitMiddleware:
    """Answers a request that is larger than what its view takes before anything of it is read."""

    room = 5 * 1024 * 1024  # for what stands beside the file

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        length, limit = request.META.get("CONTENT_LENGTH") or "0", settings.MAX_UPLOAD_MB
        if request.user.is_authenticated:
            limit = getattr(view, "takes_mb", limit)
        if length.isdecimal() and int(length) > limit * 1024 * 1024 + self.room:
            sentence = _("What was sent is larger than %(limit)s MB.") % {"limit": limit}
            return error_page(request, 413, sentence)
        return None


class OutageMiddleware:
    """Reads the session and the user here, where a lost database can be answered with a sentence."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        try:
            bool(request.user.is_authenticated)
        except LOST as error:
            logger.exception("before the view")
            return error_page(request, 503, str(refusal_behind(error)))
        return self.get_response(request)


class ErrorPageMiddleware:
    """Turns what services raise into the error page with the right status; views catch what they can say better."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, Stale):
            return error_page(request, 409, exception.reason, **both_versions(request, exception.current))
        if isinstance(exception, Http404):  # the same page where DEBUG would show Django's own
            return error_page(request, 404)
        if refusal := refusal_behind(exception):
            if isinstance(exception, LOST):
                logger.exception("in the view")
            return error_page(request, refusal.status, refusal.reason)
        return None
