"""A Markdown page: summary and card, and under each fact the sentence it was read from.

Everything that comes from an article is escaped: it can't become a heading, a link, an image or HTML.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from digest.output import PLAIN, Style, card_rows, phrases

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from digest.model import Brief

_SPECIAL = re.compile(r"([\\`*_\[\]<>&|~#!])")
_LINE_START = re.compile(r"^(\s*)([-+=]|\d+(?=[.)]))")
_URL_SAFE = ":/?#@!$&'*+,;=%~-._"  # but no brackets or blanks, which end a Markdown link


def render(briefs: Sequence[Brief], style: Style = PLAIN) -> str:
    """One Markdown document, a `#` heading an article."""
    return "\n".join(line for brief in briefs for line in _brief(brief, style))


def escape(text: str) -> str:
    r"""Make text that a CommonMark parser shows as it is.

    >>> escape("1. <b>[x](y)")
    '1\\. \\<b\\>\\[x\\](y)'
    """
    one_line = " ".join(text.split())
    escaped = _SPECIAL.sub(r"\\\1", one_line)
    return _LINE_START.sub(lambda m: m[1] + (f"\\{m[2]}" if not m[2].isdigit() else m[2] + "\\"), escaped)


def _brief(brief: Brief, style: Style) -> Iterator[str]:
    article, summary = brief.article, brief.summary
    yield f"# {escape(article.title or phrases.untitled(article))}"
    yield ""
    yield _origin(brief)
    yield ""
    if summary.note:
        yield f"*Note: {escape(summary.note)}.*"
        yield ""
    yield "## Summary"
    yield ""
    for sentence in summary.sentences:
        score = f" ({sentence.score:.2f})" if style.scores else ""
        focus = f" *({escape(', '.join(sentence.focus))})*" if sentence.focus else ""
        yield f"- {escape(sentence.text)}{focus}{score}"
        if sentence.why:
            yield f"  *Why: {escape('; '.join(sentence.why))}.*"
    yield ""
    yield from _card(brief)


def _card(brief: Brief) -> Iterator[str]:
    for heading, rows in card_rows.sections(brief):
        yield f"## {heading}"
        yield ""
        for row in rows:
            yield f"- **{escape(row.words.text)}**" + (f" — {escape(row.about)}" if row.about else "")
            yield ""
            for sentence in row.told:
                yield f"  > {escape(sentence.text)}"
                yield ""
    if note := card_rows.note(brief):
        yield note
        yield ""
    clashes = card_rows.clashes(brief.card.conflicts)
    if clashes:
        yield "## Conflicts"
        yield ""
    for clash in clashes:
        yield f"- {escape(clash.about)}"
        for words, sentence in clash.sides:
            yield f"  - **{escape(words.text)}**"
            yield ""
            yield f"    > {escape(sentence.text)}"
            yield ""


def _origin(brief: Brief) -> str:
    article = brief.article
    shown = escape(phrases.origin(article))
    if article.url:
        return f"Source: [{escape(article.url)}](<{quote(article.url, safe=_URL_SAFE)}>)" + (
            f" · {article.published:%Y-%m-%d}" if article.published else ""
        )
    return f"Source: {shown}"
