"""What the OpenAPI description says of every operation: how one logs in, and that errors are problem documents."""

from drf_spectacular.authentication import SessionScheme

from kernel.errors import PROBLEM_TYPE

PROBLEM = {
    "type": "object",
    "description": "What went wrong (RFC 9457), in the reader's language.",
    "required": ["type", "title", "status", "detail", "request"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "request": {"type": "string", "description": "The number of the request, as in the log."},
        "errors": {
            "type": "object",
            "description": "Sentences by field or parameter.",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
    },
}
METHODS = {"get", "post", "put", "patch", "delete"}


class PortalSessionScheme(SessionScheme):
    target_class = "kernel.api.defaults.SessionAuthentication"


def add_problems(result, generator, request, public):
    """Let every operation answer errors with a problem document (a postprocessing hook of drf-spectacular)."""
    result["components"].setdefault("schemas", {})["Problem"] = PROBLEM
    answer = {
        "description": "A problem document.",
        "content": {PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for path in result["paths"].values():
        for operation in [path[method] for method in METHODS & set(path)]:
            operation["responses"]["default"] = answer
    return result
