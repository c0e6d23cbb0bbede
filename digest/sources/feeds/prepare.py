"""The bytes of a feed → text that an XML parser takes: decoded, without control characters, entities tamed."""

from __future__ import annotations

import codecs
import re

from digest.errors import SourceError
from digest.sources.feeds.plain import NotAFeedError

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNMARKED = (  # "<" in the encodings that ASCII does not begin
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
    (b"\x4c\x6f\xa7\x94", "cp037"),  # "<?xm" in EBCDIC
)
_SEVEN_BITS = ("iso-2022", "iso2022", "hz", "csiso2022")  # encodings whose bytes are valid UTF-8 as well
_DECLARATION = re.compile(r"<\?xml\b[^>]{0,400}?\?>\s*")
_DECLARED = re.compile(rb"<\?xml\b[^>]{0,200}?\bencoding\s*=\s*[\"']([A-Za-z0-9._:\-]{1,40})")
_CONTROL_BYTES = bytes(code for code in range(0x20) if code not in b"\t\n\r")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]+")
# References to what XML does not allow: controls, surrogates, noncharacters, beyond U+10FFFF.
_REFERENCE = re.compile(
    r"&#(?:x0*([0-9a-f]|1[0-9a-f]|d[89a-f][0-9a-f]{2}|fff[ef]|[0-9a-f]{6,})"
    r"|0*([0-9]|[12][0-9]|3[01]|5[5-7][0-9]{3}|6553[45]|[0-9]{7,}))(?:;|(?![0-9a-f]))",
    re.IGNORECASE,
)
# Colours and commands to a terminal go as a whole, before their first character does.
_ESCAPES = re.compile("\x1b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\x07\x1b\n<]{0,2000}(?:\x07|\x1b\\\\))")
_RARE = ("\x00", "\x07", "\x1b", "\ufffe", "\uffff")  # what a reference or another encoding may have brought
_MOST_ENTITIES, _LONGEST_ENTITY = 300, 100
_ENTITY = re.compile(r"<!ENTITY\s+([A-Za-z][\w.\-]{0,40})\s+(?:\"([^\"&%<]{0,100})\"|'([^'&%<]{0,100})')\s*>")
_BLANKS = re.compile(r"\s*")
_DOCTYPE_START = re.compile(r"<!DOCTYPE\b", re.IGNORECASE)


def text(body: bytes, charset: str | None = None) -> str:
    """Decode a feed; NotAFeedError when it can't be text.

    >>> text(b'\\xef\\xbb\\xbf\\n <?xml version="1.0"?><rss>\\x1b&#27;</rss>')
    '<rss></rss>'
    """
    made = _decoded(body, charset).lstrip("\ufeff \t\r\n\0")
    if "&#" in made:
        made = _REFERENCE.sub(_allowed, made)
    # The bytes are asked before the text, for a tenth of the cost: every control of the text is one of them, or rare.
    if len(body.translate(None, _CONTROL_BYTES)) != len(body) or any(sign in made for sign in _RARE):
        made = _CONTROLS.sub("", _ESCAPES.sub("", made))
    return _DECLARATION.sub("", made, count=1) if made.startswith("<?xml") else made


def _allowed(found: re.Match[str]) -> str:
    digits, base = (found[1], 16) if found[1] else (found[2], 10)
    code = int(digits, base) if len(digits) < 12 else 0x110000
    if code < 0x20:  # an escape goes with the sequence that it begins
        return chr(code) if code in (7, 9, 10, 13, 27) else ""
    fine = 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or 0x10000 <= code <= 0x10FFFF
    return found[0] if fine else "\ufffd"


def _decoded(body: bytes, charset: str | None) -> str:
    for mark, name in _BYTE_ORDER_MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    start = body[:1024].lstrip(b" \t\r\n")
    for opening, name in _UNMARKED:
        if start.startswith(opening):
            return body[body.find(opening) :].decode(name, "replace")
    declared = [name for name in (charset, _prolog_charset(start)) if name and is_charset(name)]
    if not (b"\x1b" in body[:65_536] and any(name.lower().startswith(_SEVEN_BITS) for name in declared)):
        try:
            # Bytes that happen to be valid UTF-8 are UTF-8, whatever a server says of them.
            return body.decode("utf-8")
        except UnicodeDecodeError:
            pass
    for name in declared:
        if codecs.lookup(name).name != "utf-8":
            return body.decode(name, "replace")
    return _damaged(body, bool(declared))


def _damaged(body: bytes, is_declared: bool) -> str:
    """UTF-8 with stray bytes, Latin letters under a wrong name, or an encoding that nothing names."""
    as_utf8 = body.decode("utf-8", "replace")
    broken = as_utf8.count("\ufffd")
    sound = len(as_utf8) - len(re.sub("[^\x00-\x7f\ufffd]+", "", as_utf8))
    if 4 * sound > broken and sound:
        return as_utf8
    if is_declared:
        return _utf8_or_latin(body, as_utf8)
    from digest.sources.decode import decode

    try:
        return decode(body, "feed")
    except SourceError:
        raise NotAFeedError("binary data, not a feed") from None


def _utf8_or_latin(body: bytes, as_utf8: str) -> str:
    # A Latin letter stands alone between ASCII; cut or overlong UTF-8 comes in runs, or in bytes that no text has.
    latin = body.decode("cp1252", "replace")
    letters = sum(c.isalpha() for c in latin if not c.isascii())
    others = sum(not c.isascii() for c in latin) - letters
    return latin if letters >= 2 * others else as_utf8


def _prolog_charset(start: bytes) -> str | None:
    found = _DECLARED.match(start)
    return found[1].decode("ascii") if found else None


def is_charset(name: str) -> bool:
    """Whether a name is that of a text encoding that a feed may be in: no codec of Python's own, no UTF-7."""
    try:
        known = codecs.lookup(name)
    except (LookupError, ValueError):
        return False
    return known._is_text_encoding and known.name not in {"utf-7", "idna", "punycode", "unicode_escape", "undefined", "raw_unicode_escape", "mbcs", "oem"}  # fmt: skip  # noqa: E501


def without_doctype(document: str) -> str:
    """Leave of a document type only plain, short entities, a declaration a line: none can grow or reach out."""
    start = _prolog_end(document)
    at = _DOCTYPE_START.match(document, start)
    if at is None:
        return document
    end = _doctype_end(document, at.end())
    kept = []
    for found in _ENTITY.finditer(document, at.end(), min(end, at.end() + 200_000)):
        value = (found[2] or found[3] or "").replace('"', "&#34;")
        kept.append(f'<!ENTITY {found[1]} "{value}">')
        if len(kept) == _MOST_ENTITIES:
            break
    doctype = "<!DOCTYPE feed [\n" + "\n".join(kept) + "\n]>" if kept else ""
    return document[: at.start()] + doctype + document[end:]


def _prolog_end(document: str) -> int:
    """Where the comments and instructions before a document type or the root end."""
    at = 0
    while True:
        at = _BLANKS.match(document, at).end()  # type: ignore[union-attr]
        for opening, closing in (("<!--", "-->"), ("<?", "?>")):
            if document.startswith(opening, at):
                end = document.find(closing, at)
                if end < 0:
                    return at
                at = end + len(closing)
                break
        else:
            return at


def _doctype_end(document: str, at: int) -> int:
    """Where a document type ends: at its ">", but for those inside its brackets."""
    close, bracket = document.find(">", at), document.find("[", at)
    if bracket < 0 or close < bracket:
        return close + 1 or len(document)
    inside = re.compile(r"\]\s*>").search(document, bracket)
    return inside.end() if inside else len(document)
