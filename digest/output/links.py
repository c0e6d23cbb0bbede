"""Which links of strangers may be followed."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

_SAFE = (
    ":/?#@!$&'*+,;=%~-._"  # no brackets, quotation marks or blanks, which end a link in Markdown, HTML or a calendar
)


def web(url: str | None) -> str | None:
    """Return an http or https address with every unusual sign in percent form, None for any other.

    >>> web("https://a.example/(x) y"), web("javascript:alert(1)"), web("http://")
    ('https://a.example/%28x%29%20y', None, None)
    """
    if not url or not url[:8].lower().startswith(("http://", "https://")):
        return None
    try:
        if not urlsplit(url).hostname:
            return None
    except ValueError:
        return None
    return quote(url, safe=_SAFE, errors="replace")


def host(url: str | None) -> str:
    """Return the host of an address without its "www.", "" where there is none.

    >>> host("https://www.news.example/a")
    'news.example'
    """
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""
