"""The web addresses that an article leads to, to be chosen by number."""

from __future__ import annotations

import re

from textual.widgets import OptionList

from digest.output.links import web
from digest.tui.widgets.prompt import Choose

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

    from digest.model import Article

_MOST = 99
_ADDRESS = re.compile(r"https?://[^\s<>\"“”«»]{1,2000}")
_AFTER = ".,;:!?'’)]}…"  # signs that end the sentence, not the address


def links(article: Article) -> tuple[str, ...]:
    """Return the article's own address, what came with it, and the addresses in its text, each once.

    >>> from digest.model import Article
    >>> links(Article(id="1", title="", text="See http://a.example/x. Or (https://b.example/y_(z)).", source="-"))
    ('http://a.example/x', 'https://b.example/y_(z)')
    """
    found = [article.url, *article.enclosures, *map(_trimmed, _ADDRESS.findall(article.text))]
    usable = [url for url in found if url and web(url)]
    return tuple(dict.fromkeys(usable))[:_MOST]


def _trimmed(address: str) -> str:
    unopened = address.count(")") - address.count("(")
    end = len(address)
    while end and address[end - 1] in _AFTER:
        if address[end - 1] == ")":
            if unopened <= 0:
                break
            unopened -= 1
        end -= 1
    return address[:end]


class Links(Choose):
    """Asks for a link: digits go to its number, and open it when no longer number begins so."""

    def __init__(self, urls: Sequence[str]) -> None:
        super().__init__("Open which link?", [(url, f"{n:>2}  {url}") for n, url in enumerate(urls, 1)])
        self._urls = urls
        self._typed = 0

    def on_key(self, event: events.Key) -> None:
        """Take digits."""
        if not (event.character and event.character in "0123456789"):
            return
        event.stop()
        number = self._typed * 10 + int(event.character)
        if not 1 <= number <= len(self._urls):
            number = int(event.character)
        if not 1 <= number <= len(self._urls):
            return
        self._typed = number
        self.query_one(OptionList).highlighted = number - 1
        if number * 10 > len(self._urls):
            self.dismiss(self._urls[number - 1])
