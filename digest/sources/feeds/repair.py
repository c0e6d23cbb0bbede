"""The three faults that most broken feeds have, mended: bare ampersands, names of HTML letters, unknown prefixes."""

from __future__ import annotations

import re
from html.entities import html5

_CDATA, _CDATA_END = "<![CDATA[", "]]>"
_AMPERSAND = re.compile(r"&(?:(#\d{1,7};|#[xX][0-9a-fA-F]{1,6};)|([A-Za-z][A-Za-z0-9]{1,30});)?")
_XML_NAMES = frozenset(("lt", "gt", "amp", "quot", "apos"))
_PREFIX = re.compile(r"</?([A-Za-z_][\w.\-]{0,40}):[A-Za-z_]|\s([A-Za-z_][\w.\-]{0,40}):[\w.\-]{1,60}\s*=")
_DECLARED = re.compile(r"\bxmlns:([A-Za-z_][\w.\-]{0,40})\s*=")
_ROOT = re.compile(r"<(?:[A-Za-z_][\w.\-]*:)?[A-Za-z_][\w.\-]*(?=[\s>])")
_OFTEN_MEANT = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "media": "http://search.yahoo.com/mrss/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xhtml": "http://www.w3.org/1999/xhtml",
}
_MOST_PREFIXES = 50


def mended(document: str) -> str:
    """The document with those faults mended; it may still be broken in other ways.

    >>> mended("<rss><title>AT&T &eacute; &lt;</title><dc:date/></rss>")
    '<rss xmlns:dc="http://purl.org/dc/elements/1.1/"><title>AT&amp;T é &lt;</title><dc:date/></rss>'
    """
    parts = _apart(document)
    parts[::2] = [_AMPERSAND.sub(_letter, part) for part in parts[::2]]
    used = {first or second for part in parts[::2] for first, second in _PREFIX.findall(part)}
    unknown = sorted(used - {"xml", "xmlns"} - {name for part in parts[::2] for name in _DECLARED.findall(part)})
    document = "".join(parts)
    root = _ROOT.search(document)
    if not unknown or root is None or len(unknown) > _MOST_PREFIXES:
        return document
    said = "".join(f' xmlns:{name}="{_OFTEN_MEANT.get(name, "urn:unknown:" + name)}"' for name in unknown)
    return document[: root.end()] + said + document[root.end() :]


def _apart(document: str) -> list[str]:
    """What is outside of CDATA sections and each of them, in turn.

    >>> _apart("a<![CDATA[b]]>c<![CDATA[d")
    ['a', '<![CDATA[b]]>', 'c<![CDATA[d']
    """
    parts, at = [], 0  # no pattern: it would search the rest anew from each opening that has no end
    while (start := document.find(_CDATA, at)) >= 0 and (end := document.find(_CDATA_END, start)) >= 0:
        end += len(_CDATA_END)
        parts += [document[at:start], document[start:end]]
        at = end
    return [*parts, document[at:]]


def _letter(found: re.Match[str]) -> str:
    name = found[2]
    if found[1] or name in _XML_NAMES:
        return found[0]
    letters = html5.get(f"{name};") if name else None
    return letters if letters is not None else "&amp;" + found[0][1:]
