"""Where a login is open, in words that its owner knows."""

import re

from django import template

register = template.Library()

BROWSERS = {  # the first that is named counts: most also name Chrome and Safari
    "MicroMessenger": "WeChat",
    "QQBrowser": "QQ Browser",
    "Edg": "Edge",
    "OPR": "Opera",
    "Firefox": "Firefox",
    "(?:Headless)?Chrome": "Chrome",
    "Version": "Safari",
}
SYSTEMS = {
    "OpenHarmony|HarmonyOS": "HarmonyOS",
    "Windows": "Windows",
    "Android": "Android",
    "iPhone|iPad": "iOS",
    "Macintosh": "macOS",
    "Linux": "Linux",
}


@register.filter
def device(user_agent: str) -> str:
    """Browser and system, such as "Firefox 140, Windows"; a string that names neither stays as it is."""
    browsers = ((name, re.search(rf"\b(?:{sign})/(\d+)", user_agent)) for sign, name in BROWSERS.items())
    found = [f"{name} {match[1]}" for name, match in browsers if match][:1]
    found += [name for sign, name in SYSTEMS.items() if re.search(sign, user_agent)][:1]
    return ", ".join(found) or user_agent
