"""Markdown → text: what a reader of the page would see, a block a paragraph; only home of markdown-it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from markdown_it.token import Token


class Note(NamedTuple):
    """The text of a Markdown file, with the title and date of its front matter or first heading."""

    text: str
    title: str | None
    date: str | None


def extract(source: str) -> Note:
    r"""Read Markdown; code blocks and raw HTML are left out, headings and list items are paragraphs.

    >>> extract("# News\n\nIt *rained* on [Monday](http://a.example).").text
    'News\n\nIt rained on Monday.'
    """
    from markdown_it import MarkdownIt

    head, body = _front_matter(source.lstrip("\ufeff"))
    blocks: list[str] = []
    first_heading: str | None = None
    in_heading = False
    for token in MarkdownIt("commonmark", {"maxNesting": 20}).enable("table").parse(body):
        in_heading = token.type == "heading_open" or (in_heading and token.type != "heading_close")
        if token.type != "inline":
            continue
        text = _inline(token)
        if text.strip():
            blocks.append(text)
            if in_heading and first_heading is None and len(blocks) == 1:
                first_heading = text
    return Note("\n\n".join(blocks), head.get("title") or first_heading, head.get("date"))


def _inline(block: Token) -> str:
    parts = []
    for token in block.children or ():
        if token.type in {"text", "code_inline"}:
            parts.append(token.content)
        elif token.type in {"softbreak", "hardbreak"}:
            parts.append(" " if token.type == "softbreak" else "\n")
    return "".join(parts)


def _front_matter(source: str) -> tuple[dict[str, str], str]:
    """Split off a leading block between `---` lines; only plain `key: value` lines are read."""
    lines = source.split("\n")
    if lines[0].strip() != "---":
        return {}, source
    for end, line in enumerate(lines[1:60], start=1):
        if line.strip() in {"---", "..."}:
            pairs = (entry.partition(":") for entry in lines[1:end])
            head = {k.strip().lower(): v.strip().strip("\"'") for k, colon, v in pairs if colon}
            return head, "\n".join(lines[end + 1 :])
    return {}, source
