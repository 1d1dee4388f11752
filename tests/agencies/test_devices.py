"""The list of open logins names browsers and systems as people do."""

import pytest

from agencies.templatetags.devices import device

CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/111.0.0.0 Safari/537.36"
)
SAFARI = (
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1"
)
WECHAT = (
    "Mozilla/5.0 (Linux; Android 13; V2148A) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/111.0.5563.116 "
    "Mobile Safari/537.36 MicroMessenger/8.0.42"
)


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (CHROME, "Chrome 111, Windows"),
        (f"{CHROME} Edg/111.0.1661.41", "Edge 111, Windows"),
        (SAFARI, "Safari 17, macOS"),
        (WECHAT, "WeChat 8, Android"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox 140, Linux"),
        ("curl/8.5.0", "curl/8.5.0"),
        ("", ""),
    ],
)
def test_a_browser_is_named(user_agent, words):
    assert device(user_agent) == words
