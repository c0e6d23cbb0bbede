"""What joined the articles of a story: names, then numbers and dates, then rare words that they share, as written."""

from __future__ import annotations

from collections import Counter

from digest.stories import wording
from digest.stories.likeness import OPENING, key, rarity
from digest.text import words
from digest.text.tokens import tokenize

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from digest.model import Article
    from digest.text.tokens import Token

MOST = 8
NAMES, NUMBERS = 5, 3  # of them at most, while there is something else to tell
UNSEEN = 14.0
RARE = 7.0  # doublings; commoner words explain nothing
LONGEST_NAME = 4  # words
LONGEST_TITLE = 500  # characters


def why(articles: Sequence[Article]) -> tuple[str, ...]:
    """Up to eight terms, each of which stands in at least two of the articles."""
    if len(articles) < 2:
        return ()
    common = words.stop_words(articles[0].language)
    texts = [f"{article.title[:LONGEST_TITLE]}\n{article.text[:OPENING]}" for article in articles]
    tokens = [tokenize(text) for text in texts]
    small = {token.text for of in tokens for token in of if token.text[0].islower()}
    names: Counter[str] = Counter()
    numbers: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for article, text, of in zip(articles, texts, tokens, strict=True):
        # A title in capitals throughout would make one name of itself.
        inside = [token for token in of if token.start > min(LONGEST_TITLE, len(article.title))] or of
        names.update(set(_names(text, inside, small, common)))
        numbers.update(set(_numbers(text, of)))
        others.update(
            {t.text for t in of if t.text.islower() and t.text.isalpha() and len(t.text) > 2 and t.text not in common}
        )
    shared_names = _without_parts(_best(names))
    shared_numbers = _without_parts(_best(numbers))
    rare = [word for word in _best(others) if _rarity(word) >= RARE]
    room = MOST - min(NUMBERS, len(shared_numbers)) - len(rare)
    return (*shared_names[: max(NAMES, room)], *shared_numbers[:NUMBERS], *rare)[:MOST]


def _names(text: str, tokens: Sequence[Token], small: set[str], common: frozenset[str]) -> Iterable[str]:
    """Runs of words with capitals, less the function words at their ends and what is written small elsewhere."""
    run: list[Token] = []
    for token in [*tokens, None]:
        if token is not None and _is_name(token) and (not run or text[run[-1].end : token.start] == " "):
            run.append(token)
            continue
        while run and (run[0].text.lower() in common or (run[0].text.lower() in small and len(run) == 1)):
            del run[0]
        while run and run[-1].text.lower() in common:
            del run[-1]
        if len(run) <= LONGEST_NAME:  # another report may leave out the title, or the first name
            yield from (name for part in run if len(name := text[part.start : run[-1].end]) > 1)
        run = [token] if token is not None and _is_name(token) else []


def _is_name(token: Token) -> bool:
    _, _, months, weekdays = wording.lists()
    return token.text[0].isupper() and token.text.lower() not in months | weekdays


def _numbers(text: str, tokens: Sequence[Token]) -> Iterable[str]:
    """Days with their month, and numbers of more than one digit with their points."""
    n = 0
    while n < len(tokens):
        first, last = n, _end_of_number(tokens, n)
        n = last + 1
        if not tokens[first].text[0].isdigit():
            continue
        start, end = tokens[first].start, tokens[last].end
        before = tokens[first - 1] if first else None
        after = tokens[last + 1] if last + 1 < len(tokens) else None
        if before and before.text.lower() in _months() and text[before.end : start] == " ":
            yield text[before.start : end]
        elif after and after.text.lower() in _months() and text[end : after.start] == " ":
            yield text[start : after.end]
        elif end - start > 1:
            yield text[start:end]


def _end_of_number(tokens: Sequence[Token], first: int) -> int:
    """The last token of a number that a token begins: 1,200 and 6.1 are three."""
    last = first
    while last + 2 < len(tokens) and tokens[last].text.isdigit() and tokens[last + 2].text.isdigit():
        point = tokens[last + 1]
        if point.text not in ".,:-–" or tokens[last].end != point.start or point.end != tokens[last + 2].start:
            break
        last += 2
    return last


def _best(counts: Counter[str]) -> list[str]:
    """What stands in two articles and more, the most telling first."""
    return [term for _, term in sorted((-n * _rarity(term), term) for term, n in counts.items() if n > 1)]


def _rarity(term: str) -> float:
    table = rarity()
    parts = [table.get(key(part), UNSEEN) for part in term.split()]
    return max(parts) + len(parts) - 1


def _without_parts(terms: Sequence[str]) -> list[str]:
    """The terms less those that are a part of another, in their order."""
    first = terms[:50]
    return [term for term in first if not any(f" {term} " in f" {other} " for other in first if other != term)]


def _months() -> frozenset[str]:
    return wording.lists()[2]
