"""Who reads a public page: nobody is known; language and size of the letters come with the address."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from kernel.pages import open_view


@dataclass(frozen=True)
class Reader:
    language: str
    is_large: bool

    @classmethod
    def of(cls, request: HttpRequest) -> "Reader":
        asked = request.GET.get("lang", "")
        language = asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        return cls(language, request.GET.get("size") == "large")

    @property
    def kept(self) -> dict[str, str]:
        """What the address of every further page carries on."""
        kept = {"lang": self.language} if self.language != settings.LANGUAGE_CODE else {}
        return kept | ({"size": "large"} if self.is_large else {})

    def address(self, url: str, **more) -> str:
        """An address of ours for this reader."""
        asked = {**{name: value for name, value in more.items() if value}, **self.kept}
        return f"{url}?{urlencode(asked)}" if asked else url


def open_page(view: Callable[..., HttpResponse]):
    """A page without log-in, cookies and script. The view is called with the reader; Http404 has a page of its own."""

    @open_view
    @require_safe
    @wraps(view)
    def shown(request: HttpRequest, **kwargs) -> HttpResponse:
        reader = Reader.of(request)
        with translation.override(reader.language):
            try:
                response = view(request, reader, **kwargs)
            except Http404:
                response = HttpResponse(draw("open/missing.html", request, reader, {}), status=404)
        response.headers.setdefault("Cache-Control", "public, no-cache")  # kept, and asked for each time
        response["Content-Language"] = reader.language
        if response.status_code == 200 and not response.streaming and "ETag" not in response:
            response = unless_known(request, response, hashlib.sha256(response.content).hexdigest()[:40])
        return response

    return shown


def draw(template: str, request: HttpRequest, reader: Reader, context: dict, **asked: str) -> str:
    """A page as text. asked: what its address asks besides language and size."""
    other_size = Reader(reader.language, not reader.is_large)
    others = [Reader(code, reader.is_large) for code, _name in settings.LANGUAGES if code != reader.language]
    shared = {
        "reader": reader,
        "kept": f"?{urlencode(reader.kept)}" if reader.kept else "",
        "other_size": other_size.address(request.path, **asked),
        "other_languages": [(other.language, other.address(request.path, **asked)) for other in others],
        "language": "zh-CN" if reader.language == "zh-hans" else reader.language,
        "today": timezone.localdate(),
    }
    return render_to_string(template, shared | context)  # no request: nothing of a session or a token goes in


def unless_known(request: HttpRequest, response: HttpResponse, tag: str) -> HttpResponse:
    """The answer with its entity tag, or 304 for who has it already."""
    response["ETag"] = f'"{tag}"'
    return get_conditional_response(request, etag=response["ETag"], response=response) or response
