"""The HTML of an entry → plain text: a paragraph a block, an item a line; only home of selectolax.

selectolax walks a tree quickly but tells only where elements begin, so each closing tag of a block gets a mark behind
it, a control character that no text has, before the tree is made; the walk adds those of the beginnings.
"""

from __future__ import annotations

import re
from html import unescape

from selectolax.lexbor import LexborHTMLParser

from digest.sources.feeds.plain import TEXT, XHTML
from digest.text import layout

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 2_000_000  # characters of HTML that are read; an article's text is cut at half of that
_DEEPEST = 5_000  # nested elements; the parser takes quadratic time in them


def _names(written: str) -> frozenset[str]:
    return frozenset(written.split())


_BLOCKS = _names(
    "address article aside blockquote body center dd details dir div dl dt fieldset figure footer form h1 h2 h3 h4 h5 "
    "h6 header hgroup hr legend main menu ol p pre section summary table tbody tfoot thead ul"
)
_SKIPPED = _names(
    "applet audio button canvas datalist embed figcaption frameset head iframe map math nav noembed noframes noscript "
    "object option progress script select style svg template textarea title video"
)
_INLINE = _names(
    "a abbr acronym area b base basefont bdi bdo big blink br caption cite code col colgroup data del dfn em font "
    "frame html i img input ins kbd label li link mark marquee meta meter nobr optgroup output param picture q rb rp "
    "rt rtc ruby s samp search slot small source span strike strong sub sup td th time tr track tt u var wbr xmp"
)
_KNOWN = _BLOCKS | _SKIPPED | _INLINE
_VOID = _names("area base br col embed frame hr img input link meta param source track wbr")
_OFTEN_OPEN = frozenset(("p", "li", "td", "th", "tr", "dt", "dd", "option"))  # the next one closes them

_TAG = re.compile(r"</?([a-zA-Z][^\s/<>]*)")
_SIDED_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/<>]*)")
_ANY_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/<>]*)[^<>]*>|<!--|-->")
_EMPTY = re.compile(r"<([a-zA-Z]+)(?:\s[^<>]*)?/>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")

_BLOCK, _LINE, _ITEM, _ITEM_END, _ROW, _CELL, _LITERAL, _LITERAL_END, _LIST, _LIST_END = (
    "\x02\x03\x04\x05\x06\x07\x08\x0e\x0f\x10"
)
_MARKS = re.compile("([\x02-\x08\x0e-\x10])")
_RUNS = re.compile("([\x02-\x08\x0e-\x10][\\s\x02-\x08\x0e-\x10]*)")
_STRUCTURE = frozenset((_ITEM, _ITEM_END, _ROW, _CELL, _LITERAL, _LITERAL_END, _LIST, _LIST_END))
_AT_START = {
    **dict.fromkeys(_BLOCKS, _BLOCK),
    **dict.fromkeys(("ul", "ol"), _LIST),
    "br": _LINE,
    "li": _ITEM,
    "pre": _BLOCK + _LITERAL,
    "td": _CELL,
    "th": _CELL,
    "tr": _ROW,
}
# Inside a table a text between the tags would be moved out of it.
_AT_END = {
    **dict.fromkeys(_BLOCKS - {"tbody", "thead", "tfoot"}, _BLOCK),
    **dict.fromkeys(("ul", "ol"), _LIST_END),
    "li": _ITEM_END,
    "pre": _LITERAL_END + _BLOCK,
}


def to_text(value: str, kind: str) -> str:
    r"""The plain text of a value of a feed, not cleaned yet.

    >>> to_text("<p>It <b>rained</b>.</p><ul><li>5 &lt; 6</li><li>I <3 it</li></ul>", "html")
    'It rained.\n\n- 5 < 6\n- I <3 it'
    """
    if "<" not in value and "&" not in value:
        return _plain(value, kind)
    value = value[:LONGEST]
    written = set(_TAG.findall(value))  # as they are written, in capitals or not
    names = {name.lower() for name in written}
    if not names <= _KNOWN:
        value, names = _literal_where_unknown(value, names, kind)
    if not names and "<!" not in value:
        return _plain(unescape(value) if _has_entity(value) else value, kind)
    if kind == TEXT and not _reads_as_html(value, names):
        return _plain(value, kind)
    return _from_tree(value, names, written)


def tags(page: str, names: tuple[str, ...]) -> Iterator[tuple[str, dict[str, str]]]:
    """The elements of these names in a page and their attributes, in its order."""
    if _depth(page) > _DEEPEST:
        page = page[: page.lower().find("<body")]
    for node in LexborHTMLParser(page).css(",".join(names)):
        yield node.tag or "", {name: value or "" for name, value in node.attributes.items()}


def _plain(value: str, kind: str) -> str:
    if "\n" not in value.strip():
        return value
    lines = [line.strip() for line in value.replace("\r\n", "\n").strip().split("\n")]
    if kind == TEXT:
        return layout.unwrap("\n".join(lines))
    # A line break is a blank in HTML, but who writes no markup means his empty lines.
    return "\n\n".join(part.replace("\n", " ") for part in "\n".join(lines).split("\n\n"))


def _has_entity(value: str) -> bool:
    return "&" in value and _ENTITY.search(value) is not None


def _reads_as_html(value: str, names: set[str]) -> bool:
    """Whether a text that is said to be plain is markup all the same: a closing tag, a void one, an entity."""
    return "</" in value or bool(names & _VOID) or "p" in names or _has_entity(value)


def _literal_where_unknown(value: str, names: set[str], kind: str) -> tuple[str, set[str]]:
    """Keep what only looks like a tag, as in "Option<T>"; what is closed, or has a hyphen or a colon, is an element."""
    closed = {name.lower() for slash, name in _SIDED_TAG.findall(value) if slash}
    unknown = {name for name in names - _KNOWN - closed if not any(sign in name for sign in "-:")}
    if unknown and kind != XHTML:
        value = _SIDED_TAG.sub(lambda tag: "&lt;" + tag[0][1:] if tag[2].lower() in unknown else tag[0], value)
    return value, names - unknown


def _from_tree(value: str, names: set[str], written: set[str]) -> str:
    if value.count("<") > _DEEPEST and _depth(value) > _DEEPEST:
        return _without_tree(value)
    if any(mark in value for mark in _MEANINGS):  # faster than the pattern, which nearly never finds one
        value = _MARKS.sub("", value)
    value = value.replace("<br></br>", "<br>")
    skipped = names & _SKIPPED
    if skipped and "/>" in value:
        value = _EMPTY.sub(_without_skipped, value)
    for name in written:
        if mark := _AT_END.get(name.lower()):
            value = value.replace(f"</{name}>", f"</{name}>{mark}")
    parser = LexborHTMLParser(value)
    if skipped:
        parser.strip_tags(sorted(skipped), recursive=True)
    body = parser.body
    if body is None:
        return ""
    marks, parts = _AT_START, []
    for node in body.traverse(include_text=True):
        tag = node.tag
        if tag == "-text":
            parts.append(node.text_content or "")
        elif tag in marks:
            parts.append(marks[tag])
    return _laid_out("".join(parts))


def _without_skipped(tag: re.Match[str]) -> str:
    """Drop an element that is closed as in XML: in HTML it would be open, and take the rest of the text with it."""
    return "" if tag[1].lower() in _SKIPPED else tag[0]


def _laid_out(marked: str) -> str:
    """Turn the marks into line breaks, bullets and bars."""
    if not any(mark in marked for mark in _STRUCTURE):  # paragraphs and line breaks alone, as in most entries
        blocks = marked.split(_BLOCK)
        return "\n\n".join([made for block in blocks if (made := _lines(block))])
    text = _Text()
    for number, part in enumerate(_RUNS.split(marked)):
        if number % 2 == 0:
            text.add(part)
        elif part == _BLOCK:
            text.block()
        else:
            for mark in part:
                if mark in _MEANINGS:
                    _MEANINGS[mark](text)
    return "".join(text.pieces)


def _lines(block: str) -> str:
    if _LINE not in block:
        return " ".join(block.split())
    return "\n".join([" ".join(line.split()) for line in block.split(_LINE)]).strip("\n")


class _Text:
    """Grows the text; `gap` is how many line breaks stand before what comes next."""

    __slots__ = ("after_item", "gap", "is_bullet", "is_cell", "is_literal", "lists", "pieces")

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.gap = self.lists = 0
        self.is_bullet = self.is_cell = self.is_literal = self.after_item = False

    def block(self) -> None:
        if not self.is_bullet:  # a paragraph in an item begins on the item's line
            self.gap = 2

    def line(self) -> None:
        if not self.is_bullet:
            self.gap = min(2, self.gap + 1)

    def begin_list(self) -> None:
        self.lists += 1
        if self.lists == 1:
            self.block()

    def end_list(self) -> None:
        self.lists = max(0, self.lists - 1)
        if not self.lists:
            self.is_bullet = False
            self.block()

    def item(self) -> None:
        self.gap = 1 if self.after_item or self.is_bullet or self.lists > 1 else max(1, self.gap)
        self.is_bullet, self.after_item = True, False

    def end_item(self) -> None:
        self.after_item, self.is_bullet = True, False

    def row(self) -> None:
        self.gap, self.is_cell = max(1, self.gap), False

    def cell(self) -> None:
        self.is_cell = self.gap == 0

    def literal(self) -> None:
        self.is_literal = True

    def end_literal(self) -> None:
        self.is_literal = False

    def add(self, text: str) -> None:
        words = text.split()
        if not words:
            return
        if self.after_item:
            self.gap, self.after_item = max(1, self.gap), False
        if self.pieces:
            self.pieces.append("\n" * self.gap or (" | " if self.is_cell else " "))
        if self.is_bullet:
            self.pieces.append("- ")
        self.pieces.append(text.strip("\r\n") if self.is_literal else " ".join(words))
        self.gap, self.is_bullet, self.is_cell = 0, False, False


_MEANINGS = {
    _BLOCK: _Text.block,
    _LINE: _Text.line,
    _LIST: _Text.begin_list,
    _LIST_END: _Text.end_list,
    _ITEM: _Text.item,
    _ITEM_END: _Text.end_item,
    _ROW: _Text.row,
    _CELL: _Text.cell,
    _LITERAL: _Text.literal,
    _LITERAL_END: _Text.end_literal,
}


def _depth(value: str) -> int:
    depth = deepest = 0
    for slash, name in _SIDED_TAG.findall(value):
        name = name.lower()
        if name in _VOID or name in _OFTEN_OPEN:
            continue
        depth += -1 if slash else 1
        deepest, depth = max(deepest, depth), max(depth, 0)
    return deepest


def _without_tree(value: str) -> str:
    """What is nested too deeply for a tree: tags go, blocks become line breaks."""
    pieces, at, hidden = [], 0, ""
    for tag in _ANY_TAG.finditer(value):
        name = (tag[2] or tag[0]).lower()
        if not hidden:
            pieces.append(value[at : tag.start()])
            if name in _AT_START:
                pieces.append("\n\n")
            if not tag[1] and name in ("script", "style", "<!--"):
                hidden = "-->" if name == "<!--" else name
        elif name == hidden and (tag[1] or name == "-->"):
            hidden = ""
        at = tag.end()
    if not hidden:
        pieces.append(value[at:])
    return re.sub(r"\n\s*\n\s*", "\n\n", unescape("".join(pieces)))
