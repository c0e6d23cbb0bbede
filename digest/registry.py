"""Name → implementation, importing only the one asked for."""

from __future__ import annotations

from digest.errors import UnknownNameError
from digest.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Entry(Value):
    """Where an implementation lives, and one line about it."""

    module: str
    attribute: str
    about: str


class Registry:
    """The implementations of one kind, by name."""

    def __init__(self, kind: str, entries: dict[str, Entry]) -> None:
        self.kind = kind
        self._entries = entries

    def names(self) -> tuple[str, ...]:
        """Every name, the default first; imports nothing."""
        return tuple(self._entries)

    def about(self, name: str) -> str:
        """One line about an implementation."""
        return self._entry(name).about

    def get(self, name: str) -> Any:
        """Import and return one implementation; UnknownNameError says what is nearest."""
        from importlib import import_module

        entry = self._entry(name)
        return getattr(import_module(entry.module), entry.attribute)

    def module(self, name: str) -> Any:
        """Import and return the module of one implementation."""
        from importlib import import_module

        return import_module(self._entry(name).module)

    def _entry(self, name: str) -> Entry:
        try:
            return self._entries[name]
        except KeyError:
            raise UnknownNameError(self.kind, name, self._entries) from None


def _sumy(attribute: str, about: str) -> Entry:
    return Entry("digest.summarize.sumy_methods", attribute, about)


SUMMARIZERS = Registry(
    "method",
    {
        "ranked": Entry("digest.summarize.ranked", "rank", "fitted on news: place, words, shape (default)"),
        "lead": Entry("digest.summarize.lead", "rank", "the opening sentences"),
        "lexrank": _sumy("lexrank", "sentences most like all the others, as a graph"),
        "textrank": _sumy("textrank", "the same idea with shared words and PageRank"),
        "lsa": _sumy("lsa", "latent topics by singular value decomposition"),
        "luhn": _sumy("luhn", "clusters of frequent words"),
        "kl": _sumy("kl", "the word distribution nearest to the whole text's"),
        "sum-basic": _sumy("sum_basic", "frequent words, each worth less once used"),
        "reduction": _sumy("reduction", "the sum of likeness to every other sentence"),
        "edmundson": _sumy("edmundson", "title, cue words and position"),
        "random": _sumy("random_choice", "any sentences: a floor to compare with"),
    },
)

RENDERERS = Registry(
    "format",
    {
        "text": Entry("digest.output.to_text", "render", "to be read in a terminal (default)"),
        "markdown": Entry("digest.output.to_markdown", "render", "a page with the sentence behind each fact"),
        "toml": Entry("digest.output.to_toml", "render", "the saved form, which `digest verify` re-checks"),
        "json": Entry("digest.output.to_json", "render", "the saved form for programs"),
        "html": Entry("digest.output.to_html", "render", "one page for a browser, without scripts"),
    },
)

DIGEST_RENDERERS = Registry(
    "format",
    {
        "text": Entry("digest.output.digest_to_text", "render", "a day to be read in a terminal (default)"),
        "markdown": Entry("digest.output.digest_to_markdown", "render", "a page with links to the sources"),
        "toml": Entry("digest.output.digest_to_toml", "render", "the saved form, which `digest verify` re-checks"),
        "json": Entry("digest.output.digest_to_json", "render", "the saved form for programs"),
        "html": Entry("digest.output.digest_to_html", "render", "one page for a browser or a mail, without scripts"),
    },
)
