"""What surrounds every request: its number, its language, and one page for whatever goes wrong."""

import logging
import uuid
from contextvars import ContextVar

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.utils import translation
from django.utils.translation import gettext as _

from kernel.errors import Refused, Stale, error_page

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


class ErrorPageMiddleware:
    """Turns what services raise into the error page with the right status; views catch what they can say better."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, Stale):
            return error_page(request, 409, exception.reason, current=exception.current)
        if isinstance(exception, Refused):
            return error_page(request, exception.status, exception.reason)
        if isinstance(exception, RequestDataTooBig):
            return error_page(request, 413, _("What was sent is larger than the portal accepts."))
        if isinstance(exception, OperationalError | InterfaceError):
            logger.exception("database connection lost")
            return error_page(request, 503)
        return None
