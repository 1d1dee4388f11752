"""The public pages know nobody."""

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
        names = [name.strip() for name in response.get("Vary", "").split(",")]
        if others := [name for name in names if name and name.lower() != "cookie"]:
            response["Vary"] = ", ".join(others)
        else:
            del response["Vary"]
        return response
