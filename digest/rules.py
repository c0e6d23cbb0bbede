"""Mute and keep rules: which articles the reader would rather not see, and which ones they want anyway.

Words are matched whole and case-folded; patterns by RE2, whose time grows with the text alone: no pattern, on no
text, can hang a run. (The `regex` package can stop after a time, but then a rule's answer depends on the machine.)
Only home of re2.
"""

from __future__ import annotations

import unicodedata
from urllib.parse import urlsplit

from digest.errors import SettingsError, UnknownNameError, UsageError
from digest.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

    from digest.model import Article

ACTIONS = ("mute", "keep")
FIELDS = ("title", "text", "author", "tag", "url", "feed", "any")
MOST_STEPS = 4_000  # of a compiled pattern; one that wants more is refused when it is read
# RE2's worst time is the text times the pattern. Of a text that is too long for its pattern the beginning is looked at:
# at least 125,000 characters, which no news is.
MOST_WORK = 500_000_000  # steps times characters, well under a second
MOST_WORDS = 2_000  # of one rule
# Scripts written without blanks between words: there, any place may be a word's edge.
_UNSPACED = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Burmese
    (0x1780, 0x17FF),  # Khmer
    (0x2E80, 0x9FFF),  # Chinese, Japanese
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)
_EDGE = "(?:[^\\pL\\pM\\pN_]|[" + "".join(f"\\x{{{first:x}}}-\\x{{{last:x}}}" for first, last in _UNSPACED) + "])"


class Rule(Value, kw_only=True):
    """One rule; `feeds` narrows it to sources with such an address, title or tag.

    The field "tag" is the article's tags and its source's, "feed" the source's title and address.
    """

    action: str
    field: str
    words: tuple[str, ...] = ()
    pattern: str = ""
    feeds: tuple[str, ...] = ()
    name: str = ""


class Decision(Value):
    """What the rules say of one article; `rule` names the one that made the difference, "" when none did."""

    muted: bool
    rule: str


class Rules:
    """All rules of a reader, ready to be asked."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = tuple(rules)
        self._asked = [(rule, _finder(rule), _narrowing(rule)) for rule in self.rules]

    @classmethod
    def load(cls, tables: Any, where: str) -> Rules:
        """Check the `[[rules]]` tables of a settings file; SettingsError names the rule and the key."""
        return cls(checked(tables, where))

    def decide(self, article: Article, feed_title: str = "", feed_tags: Sequence[str] = ()) -> Decision:
        """Say whether an article is muted; one `keep` that fits goes before every `mute`.

        >>> from digest.model import Article
        >>> rules = Rules.load([{"action": "mute", "field": "title", "words": ["golf"]}], "digest.toml")
        >>> rules.decide(Article(id="", title="GOLF: the results", text="", source=""))
        Decision(muted=True, rule='mute title: golf')
        """
        texts = _Texts(article, feed_title, feed_tags)
        mute = next(self._fitting("mute", texts, article, feed_title, feed_tags), "")
        if not mute:
            return Decision(False, "")
        keep = next(self._fitting("keep", texts, article, feed_title, feed_tags), "")
        return Decision(not keep, keep or mute)

    def _fitting(
        self, action: str, texts: _Texts, article: Article, feed_title: str, feed_tags: Sequence[str]
    ) -> Iterator[str]:
        for rule, finds, feeds in self._asked:
            if rule.action != action or (feeds and not _is_named(feeds, article.source, feed_title, feed_tags)):
                continue
            if any(finds(text) for text in texts.of(rule.field, folded=bool(rule.words))):
                yield rule.name


class _Texts:
    """The fields of one article, folded at most once."""

    def __init__(self, article: Article, feed_title: str, feed_tags: Sequence[str]) -> None:
        self._fields = {
            "title": (article.title,),
            "text": (article.text,),
            "author": article.authors,
            "tag": (*article.tags, *feed_tags),
            "url": (article.url,) if article.url else (),
            "feed": (feed_title, article.source),
        }
        self._folded: dict[str, tuple[str, ...]] = {}

    def of(self, field: str, *, folded: bool) -> Iterator[str]:
        for name in self._fields if field == "any" else (field,):
            if folded and name not in self._folded:
                self._folded[name] = tuple([fold(text) for text in self._fields[name]])
            yield from (self._folded if folded else self._fields)[name]


def fold(text: str) -> str:
    """Return the text as words are compared: composed, case-folded, blanks single.

    >>> fold("Große\\n STRASSE")
    'grosse strasse'
    """
    return " ".join(unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold()).split())


def _finder(rule: Rule) -> Callable[[str], bool]:
    if rule.words:  # literal words are found at one speed, however many and however long the text
        searches = [_compiled(pattern).search for pattern in _whole_words(rule.words)]
        return lambda folded: any(search(_encodable(folded)) for search in searches)
    pattern = _compiled(rule.pattern)
    most = MOST_WORK // pattern.programsize
    return lambda text: pattern.search(_encodable(text[:most])) is not None


def _encodable(text: str) -> str:
    """The text without lone surrogates, which RE2 can't be given; articles hold none, other callers' texts may."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "ignore").decode()
    return text


def _whole_words(words: Sequence[str]) -> tuple[str, ...]:
    """Patterns that find folded words in a folded text, not as a part of longer ones.

    They take the sign before and the sign after as well: RE2 has no look-around, and its \\b knows ASCII alone.
    """
    by_ends: dict[tuple[bool, bool], set[str]] = {}
    for word in map(fold, words):
        by_ends.setdefault((_is_letter(word[0]), _is_letter(word[-1])), set()).add(word)
    patterns = []
    for (first, last), group in by_ends.items():
        choice = "|".join(["".join(map(_literal, word)) for word in sorted(group)])
        patterns.append((f"(?:^|{_EDGE})" if first else "") + f"(?:{choice})" + (f"(?:$|{_EDGE})" if last else ""))
    return tuple(patterns)


def _literal(sign: str) -> str:
    return f"\\{sign}" if sign.isascii() and not sign.isalnum() else sign


def _is_letter(sign: str) -> bool:
    """Whether a sign at the end of a word must stand at an edge."""
    if any(first <= ord(sign) <= last for first, last in _UNSPACED):
        return False
    return sign == "_" or unicodedata.category(sign)[0] in "LMN"


def _compiled(pattern: str) -> Any:
    import re2  # type: ignore[import-untyped]

    options = re2.Options()
    options.log_errors = False
    options.never_capture = True
    try:
        return re2.compile(pattern, options=options)
    except re2.error as error:
        said = error.args[0] if error.args else ""
        raise UsageError(_reason(said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said))) from None
    except UnicodeEncodeError as error:  # a lone surrogate
        raise UsageError("not a text that can be encoded") from error


def _reason(said: str) -> str:
    """Add to RE2's own words what a user of other engines may not expect."""
    if "perl operator" in said or "escape sequence" in said:
        return f"{said[:120]}; patterns are RE2's, without look-around and back-references"
    return said[:200]


def _narrowing(rule: Rule) -> frozenset[str]:
    return frozenset(_feed_key(feed) for feed in rule.feeds)


def _is_named(feeds: frozenset[str], source: str, title: str, tags: Sequence[str]) -> bool:
    return any(_feed_key(name) in feeds for name in (source, title, *tags) if name)


def _feed_key(name: str) -> str:
    """A title, a tag or an address in a form that compares."""
    if name.lower().startswith(("http://", "https://")):
        try:
            parts = urlsplit(name)
        except ValueError:
            return name
        return parts._replace(scheme=parts.scheme.lower(), netloc=parts.netloc.lower(), fragment="").geturl()
    return fold(name)


def checked(tables: Any, where: str) -> tuple[Rule, ...]:
    """Check every key of `[[rules]]`; SettingsError names file, rule and key."""
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise SettingsError(f"{where}: rules: expected [[rules]] tables")
    made, names = [], set()
    for number, table in enumerate(tables, 1):
        rule = _rule(table, f"{where}: rules[{number}]")
        if rule.name in names:
            raise SettingsError(f"{where}: rules[{number}].name: another rule is already called {rule.name!r}")
        names.add(rule.name)
        made.append(rule)
    return tuple(made)


def _rule(table: dict[str, Any], place: str) -> Rule:
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in _CHECKS:
            raise SettingsError(f"{place}: {UnknownNameError('key', key, _CHECKS)}")
        try:
            values[key] = _CHECKS[key](value)
        except UsageError as error:
            raise SettingsError(f"{place}.{key}: {error}") from None
    for key in ("action", "field"):
        if key not in values:
            raise SettingsError(f"{place}.{key}: missing")
    if ("words" in values) == ("pattern" in values):
        raise SettingsError(f"{place}: expected either words or pattern{', not both' if 'words' in values else ''}")
    values.setdefault("name", f"{values['action']} {values['field']}: {_shortened(values)}")
    return Rule(**values)


def _shortened(values: dict[str, Any]) -> str:
    told = ", ".join(values["words"]) if "words" in values else f"/{values['pattern']}/"
    return told if len(told) <= 60 else f"{told[:59]}…"


def _one_of(kind: str, known: tuple[str, ...]) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        if value not in known:
            raise UnknownNameError(kind, str(value), known)
        return str(value)

    return check


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not value or not all(isinstance(v, str) and fold(v) for v in value):
        raise UsageError(f'expected a list of texts such as ["one", "two"], not {value!r}'[:200])
    if len(value) > MOST_WORDS or sum(map(len, value)) > 20 * MOST_WORDS:
        raise UsageError(f"too many: at most {MOST_WORDS} in one rule")
    return tuple(value)


def _pattern(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise UsageError(f"expected a pattern in quotes, not {value!r}"[:200])
    steps = _compiled(value).programsize
    if steps > MOST_STEPS:
        raise UsageError(f"too large ({steps} steps, at most {MOST_STEPS}): use fewer repetitions, or words = […]")
    # RE2 knows ASCII letters alone at \b: such a pattern would fit nothing, and nobody would be told.
    if not value.isascii() and ("\\b" in value or "\\B" in value):
        raise UsageError('\\b knows only the letters a to z; for whole words of other letters use words = ["…"]')
    return value


def _name(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise UsageError(f"expected a name in quotes, not {value!r}"[:200])
    return value.strip()


_CHECKS: dict[str, Callable[[Any], Any]] = {
    "action": _one_of("action", ACTIONS),
    "field": _one_of("field", FIELDS),
    "words": _texts,
    "pattern": _pattern,
    "feeds": _texts,
    "name": _name,
}
