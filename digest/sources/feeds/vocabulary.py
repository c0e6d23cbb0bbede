"""The namespaces and elements of feeds, and what each element of an entry says."""

from __future__ import annotations

_PLAIN = ""
NAMESPACES = {
    "http://backend.userland.com/rss": _PLAIN,
    "http://backend.userland.com/rss2": _PLAIN,
    "http://blogs.law.harvard.edu/tech/rss": _PLAIN,
    "http://purl.org/rss/1.0/": _PLAIN,
    "http://my.netscape.com/rdf/simple/0.9/": _PLAIN,
    "http://example.com/newformat#": _PLAIN,
    "http://purl.org/atom/ns#": _PLAIN,
    "http://www.w3.org/2005/atom": _PLAIN,
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://search.yahoo.com/mrss": "media",
    "http://search.yahoo.com/mrss/": "media",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://www.w3.org/1999/xhtml": "xhtml",
    "http://www.w3.org/xml/1998/namespace": "xml",
}

TITLE, LINK, GUID, TEXT, SUMMARY, CONTENT, XHTML = "title", "link", "guid", "text", "summary", "content", "xhtml"
PUBLISHED, UPDATED, CREATED = "published", "updated", "created"
AUTHOR, NAME, EMAIL, TAG, TAGS, ITUNES_TAG, ENCLOSURE = (
    "author",
    "name",
    "email",
    "tag",
    "tags",
    "itunes tag",
    "enclosure",
)
MEDIA_TITLE, MEDIA_TEXT, MEDIA = "media title", "media text", "media"
LANGUAGE, OTHER = "language", "other"

# What an element directly inside an entry says. What is not here says nothing that we keep.
ENTRY = {
    "title": TITLE, "dc:title": TITLE, "link": LINK, "guid": GUID, "id": GUID,
    "description": TEXT, "dc:description": TEXT, "content:encoded": TEXT, "fullitem": TEXT,
    "summary": SUMMARY, "itunes:summary": SUMMARY, "abstract": SUMMARY, "content": CONTENT,
    "body": XHTML, "xhtml:body": XHTML,
    "pubdate": PUBLISHED, "published": PUBLISHED, "issued": PUBLISHED, "dcterms:issued": PUBLISHED,
    "updated": UPDATED, "modified": UPDATED, "lastbuilddate": UPDATED, "dc:date": UPDATED, "dcterms:modified": UPDATED,
    "created": CREATED, "dcterms:created": CREATED,
    "author": AUTHOR, "dc:creator": AUTHOR, "dc:author": AUTHOR, "itunes:author": AUTHOR, "managingeditor": AUTHOR,
    "category": TAG, "keywords": TAG, "dc:subject": TAG, "media:category": TAG,
    "tags": TAGS, "itunes:keywords": TAGS, "media:keywords": TAGS, "itunes:category": ITUNES_TAG,
    "enclosure": ENCLOSURE, "media:title": MEDIA_TITLE, "media:description": MEDIA_TEXT,
    "media:group": MEDIA, "media:content": MEDIA,
}  # fmt: skip
IN_AUTHOR = {"name": NAME, "itunes:name": NAME, "email": EMAIL, "itunes:email": EMAIL}
FEED = {"title": TITLE, "dc:title": TITLE, "link": LINK, "language": LANGUAGE, "dc:language": LANGUAGE}
ENTRIES = frozenset(("item", "entry"))
CONTAINERS = frozenset(("channel", "feed"))
ROOTS = frozenset(("rss", "rdf:rdf", "feed"))

HTML_TYPES = frozenset(("html", "text/html"))
XHTML_TYPES = frozenset(("xhtml", "application/xhtml+xml"))
PLAIN_TYPES = frozenset(("", "text", "plain", "text/plain"))
