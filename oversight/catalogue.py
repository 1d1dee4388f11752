"""The message catalogue: what the code says, found without GNU gettext, and what is missing in a translation."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages import pofile
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from django.conf import settings
from django.utils.translation.template import templatize

LANGUAGE = "zh_Hans"
FILE = Path("oversight/locale") / LANGUAGE / "LC_MESSAGES" / "django.po"
SOURCES = (
    "agencies", "commitments", "disclosure", "events", "inspections", "institutions", "kernel", "meetings", "notices",
    "obligations", "oversight", "practitioners", "reports", "tasks", "templates",
)  # fmt: skip
ONE, CONTEXT = None, ((1, "c"), 2)
KEYWORDS = {
    **dict.fromkeys(["_", "gettext", "gettext_lazy", "gettext_noop"], ONE),
    **dict.fromkeys(["ngettext", "ngettext_lazy"], (1, 2)),
    **dict.fromkeys(["pgettext", "pgettext_lazy"], CONTEXT),
    **dict.fromkeys(["npgettext", "npgettext_lazy"], ((1, "c"), 2, 3)),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{\w*\}")


def source_files() -> Iterator[Path]:
    for folder in SOURCES:
        for suffix in ("*.py", "*.html", "*.txt"):
            yield from sorted((settings.BASE_DIR / folder).rglob(suffix))


def as_python(path: Path) -> bytes:
    """A Python file as it is; of a template, its messages as calls that a Python reader understands."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        text = "\n".join(line.strip() for line in templatize(text).splitlines())
    return text.encode()


def messages_in_code() -> Catalog:
    """Every message of code and templates, with the files that say it."""
    found = Catalog(charset="utf-8")
    for path in source_files():
        name = str(path.relative_to(settings.BASE_DIR))
        if "migrations" in path.parts or path == Path(__file__):
            continue
        options = {"encoding": "utf-8"}
        for _line, message, _comments, context in extract(
            "python", BytesIO(as_python(path)), KEYWORDS, options=options
        ):
            found.add(message, locations=[(name, 0)], context=context)
    return found


def read() -> Catalog:
    with (settings.BASE_DIR / FILE).open("rb") as file:
        return pofile.read_po(file, locale=LANGUAGE, charset="utf-8")


def updated() -> Catalog:
    """The stored catalogue with the code's messages: known translations kept, unused ones gone, new ones empty."""
    catalogue = read()
    catalogue.update(messages_in_code(), no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    return catalogue


def write(catalogue: Catalog) -> None:
    with (settings.BASE_DIR / FILE).open("wb") as file:
        pofile.write_po(file, catalogue, width=120, omit_header=False, sort_output=True, ignore_obsolete=True)


def faults() -> list[str]:
    """What keeps the translation from being complete: a sentence for each message."""
    stored, wanted = read(), messages_in_code()
    known = {(message.context, message.id): message for message in stored if message.id}
    lines = []
    for message in wanted:
        translated = known.pop((message.context, message.id), None) if message.id else None
        if message.id and (fault := _fault(message, translated)):
            lines.append(f"{fault}: {message.id!r} ({', '.join(name for name, _ in message.locations)})")
    return lines + [f"not used any more: {message.id!r}" for message in known.values()]


def _fault(message, translated) -> str:
    if translated is None or not all(_forms(translated.string)):
        return "not translated"
    if translated.fuzzy:
        return "fuzzy"
    wanted = set(PLACEHOLDER.findall(_forms(message.id)[-1]))
    if any(set(PLACEHOLDER.findall(form)) - wanted for form in _forms(translated.string)):
        return "unknown placeholder"
    return ""


def _forms(text) -> tuple[str, ...]:
    return text if isinstance(text, tuple) else (text,)
