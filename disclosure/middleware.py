"""The public pages know nobody."""

from django.utils.cache import cc_delim_re

OPEN = "/open/"


class OpenPagesMiddleware:
    """Keeps cookies from the public pages, so that one answer serves all, and caches may keep it.

    What then asks for a session gets an empty one; that the answer would vary by it is not true here.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path_info.startswith(OPEN):
            return self.get_response(request)
        request.COOKIES = {}
        response = self.get_response(request)
        others = [name for name in cc_delim_re.split(response.get("Vary", "")) if name and name.lower() != "cookie"]
        del response["Vary"]
        if others:
            response["Vary"] = ", ".join(others)
        return response
