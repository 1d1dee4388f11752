"""Going through the portal as a person does: from the first page along its links, one page of each kind."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page

AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text()
RUN_AXE = "axe.run(document, {resultTypes: ['violations']}).then(found => found.violations)"
KEYS = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<=/)\d+(?=/)")
NO_PAGES = re.compile(r"^/(admin|api|files)/|/export/|/template/$|\.[a-z]+$|^/account/(login|logout)/$")
LINKS = "[...document.querySelectorAll('a[href]')].map(link => link.href)"


def kind(address: str) -> str:
    """The path with its keys left out: the same for all pages made by one view."""
    return KEYS.sub("*", urlsplit(address).path)


def walk(page: Page, start: str, *, known: set[str]) -> Iterator[str]:
    """Opens one page of each kind that links lead to, known ones left out, and yields its address."""
    page.goto(start)
    seen, ahead = {"/", kind(page.url), *known}, [page.url]
    host = urlsplit(page.url).netloc
    while ahead:
        address = ahead.pop(0)
        response = page.goto(address)
        assert response and response.status == 200, (address, response and response.status)
        links = page.evaluate(LINKS)
        yield address
        for link in links:
            if urlsplit(link).netloc == host and kind(link) not in seen and not NO_PAGES.search(kind(link)):
                seen.add(kind(link))
                ahead.append(link)


def complaints(page: Page) -> list[str]:
    """What the console, script errors and the content security policy say of the page from now on."""
    said: list[str] = []
    page.on("console", lambda note: said.append(note.text) if note.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


def barriers(page: Page) -> list[str]:
    """What axe-core finds wrong with the page as it stands, its styles loaded."""
    page.wait_for_load_state("load")
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    return [
        f"{rule['impact']} {rule['id']}: {', '.join(' '.join(node['target']) for node in rule['nodes'])}"
        for rule in page.evaluate(RUN_AXE)
    ]


def sideways(page: Page) -> str:
    """Says by what the page is wider than the window, or nothing."""
    return page.evaluate("""() => {
        const width = document.documentElement.clientWidth;
        if (document.documentElement.scrollWidth <= width) return "";
        const all = [...document.body.querySelectorAll("*")];
        const wide = all.filter((e) => e.getBoundingClientRect().right > width + 1).slice(0, 3);
        return wide.map((e) => e.outerHTML.slice(0, 120)).join(" | ");
    }""")
