"""What no template may contain under the content security policy, and what each component must say of itself."""

import re
from pathlib import Path

import pytest

from oversight.context import MENU

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STATIC = ROOT / "oversight" / "static" / "portal"
FORBIDDEN = {
    "inline style": r"<style|\sstyle=",
    "inline handler": r"\son[a-z]+=",
    "inline script": r"<script(?![^>]*\ssrc=)",
    "address outside": r"""(?:src|href|action)=["']?(?:https?:)?//""",
    "javascript address": r"javascript:",
    "expression of htmx that needs eval": r"hx-on|hx-vals=.?js:|hx-trigger=[^>]*\[",
}


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("rule", FORBIDDEN)
def test_no_template_breaks_the_content_security_policy(rule):
    found = [name(path) for path in TEMPLATES if re.search(FORBIDDEN[rule], path.read_text(), re.IGNORECASE)]

    assert found == []


def test_the_sprite_holds_the_icons_that_are_named_and_no_others():
    sprite = set(re.findall(r'id="i-([a-z0-9-]+)"', (STATIC / "icons.svg").read_text()))
    pages = "".join(path.read_text() for path in TEMPLATES)
    named = set(re.findall(r'(?:components/icon\.html" with name|icon)="([a-z0-9-]+)"', pages))
    named |= set(re.findall(r'components/icon\.html" with name=icon\|default:"([a-z0-9-]+)"', pages))
    named |= {icon for _group, entries in MENU for _url, _words, icon, _perm in entries}

    assert sprite == named


def test_every_component_says_what_it_is_and_what_it_takes():
    silent = [name(path) for path in (ROOT / "templates/components").glob("*.html") if "{# " not in path.read_text()]

    assert silent == []


def test_components_get_named_inputs_only():
    """An include of a component passes what it needs; those that draw the shell read the request."""
    shell = {"account_menu", "language", "messages"}
    loose = [
        f"{name(path)}: {include}"
        for path in TEMPLATES
        for include, component in re.findall(r'({% include "components/(\w+)\.html"[^%]*%})', path.read_text())
        if component not in shell and not include.endswith(" only %}")
    ]

    assert loose == []


@pytest.mark.parametrize("file", ["portal.css", "portal.js"])
def test_styles_and_scripts_ask_for_nothing_outside(file):
    text = (STATIC / file).read_text()

    assert re.findall(r"(?:https?:)?//[a-z][\w.-]+\.[a-z]{2,}|@import", text) == []
    assert re.findall(r"\beval\(|new Function|\.style\b|insertAdjacentHTML", text) == []
