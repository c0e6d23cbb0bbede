"""sumy's methods over our own sentences and words; only home of sumy and nltk.

sumy's own tokenizer needs a download, loses figures and joins headlines to the next sentence; its documents take
any sentences whose `words` are given. sumy, nltk and numpy are imported when a method runs.
"""

from __future__ import annotations

import random
import warnings
from collections import Counter
from math import isfinite

from digest.summarize import Ranked
from digest.text import words as our_words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from digest.model import Sentence

MOST_SENTENCES = 300  # the graph methods grow with the square, KL with the cube of it
MOST_FOR_KL = 120
MOST_WORDS = 80  # of one sentence, for the same reason
_STIGMA = ("however", "perhaps", "hardly", "impossible", "meanwhile", "anyway")
_STEMMERS = {
    "ar": "arabic", "de": "german", "en": "english", "es": "spanish", "fr": "french", "it": "italian",
    "nl": "dutch", "pl": "polish", "pt": "portuguese", "ru": "russian", "uk": "ukrainian",
}  # fmt: skip


def lexrank(sentences: Sequence[Sentence], *, title: str = "", language: str = "en") -> tuple[Ranked, ...]:
    """LexRank (Erkan and Radev 2004) as in sumy."""
    from sumy.summarizers.lex_rank import LexRankSummarizer

    return _run(LexRankSummarizer, sentences, language)


def textrank(sentences: Sequence[Sentence], *, title: str = "", language: str = "en") -> tuple[Ranked, ...]:
    """TextRank (Mihalcea and Tarau 2004) as in sumy."""
    from sumy.summarizers.text_rank import TextRankSummarizer

    return _run(TextRankSummarizer, sentences, language)


def lsa(sentences: Sequence[Sentence], *, title: str = "", language: str = "en") -> tuple[Ranked, ...]:
    """Latent semantic analysis (Steinberger and Ježek 2004) as in sumy."""
    from sumy.summarizers.lsa import LsaSummarizer

    return _run(LsaSummarizer, sentences, language)


def luhn(sentences: Sequence[Sentence], *, title: str = "", language: str = "en") -> tuple[Ranked, ...]:
    """Luhn's clusters of significant words (1958) as in sumy."""
    from sumy.summarizers.luhn import LuhnSummarizer

    return _run(LuhnSummarizer, sentences, language)


def kl(sentences: Sequence[Sentence], *, title: str = "", language: str = "en") -> tuple[Ranked, ...]:
    """KLSum (Haghighi and Vanderwende 2009) as in sumy."""
    from sumy.summarizers.kl import KLSummarizer

    return _run(KLSummarizer, sentences, language, most=MOST_FOR_KL)


def sum_basic(sentences: Sequence[Sentence], *, title: str = "", language: str = "en") -> tuple[Ranked, ...]:
    """SumBasic (Nenkova and Vanderwende 2005) as in sumy."""
    from sumy.summarizers.sum_basic import SumBasicSummarizer

    return _run(SumBasicSummarizer, sentences, language)


def reduction(sentences: Sequence[Sentence], *, title: str = "", language: str = "en") -> tuple[Ranked, ...]:
    """Graph reduction as in sumy."""
    from sumy.summarizers.reduction import ReductionSummarizer

    return _run(ReductionSummarizer, sentences, language)


def edmundson(sentences: Sequence[Sentence], *, title: str = "", language: str = "en") -> tuple[Ranked, ...]:
    """Edmundson (1969) as in sumy; its bonus words are the title's and the article's most frequent ones."""
    from sumy.summarizers.edmundson import EdmundsonSummarizer

    frequent = Counter(w for s in sentences for w in our_words.content_words(s.text, language))
    bonus = set(our_words.content_words(title, language)) | {w for w, _ in frequent.most_common(10)}
    if not bonus:
        return ()

    def prepare(summarizer: Any) -> None:
        summarizer.bonus_words = bonus
        summarizer.stigma_words = _STIGMA
        summarizer.null_words = our_words.stop_words(language) or {"the"}

    return _run(EdmundsonSummarizer, sentences, language, prepare=prepare)


def random_choice(sentences: Sequence[Sentence], *, title: str = "", language: str = "en") -> tuple[Ranked, ...]:
    """Any sentences; the same text gives the same ones, so that a digest can be made again."""
    order = list(range(len(sentences)))
    random.Random("\n".join(s.text for s in sentences)).shuffle(order)  # noqa: S311 - a baseline, not a secret
    return tuple(Ranked(position, 1 - i / len(order)) for i, position in enumerate(order))


class _Words:
    """What sumy asks of a tokenizer; the sentences are cut already."""

    def __init__(self, language: str) -> None:
        self._language = language

    def to_sentences(self, paragraph: str) -> tuple[str, ...]:
        return (paragraph,)

    def to_words(self, sentence: str) -> tuple[str, ...]:
        return our_words.words(sentence, self._language)[:MOST_WORDS]


def _run(
    summarizer_class: Callable[..., Any],
    sentences: Sequence[Sentence],
    language: str,
    *,
    most: int = MOST_SENTENCES,
    prepare: Callable[[Any], None] | None = None,
) -> tuple[Ranked, ...]:
    """Rank the first `most` different sentences; () where the method can't tell them apart or fails."""
    places = _first_places(sentences)[:most]
    document = _document([sentences[i] for i in places], language)
    summarizer = summarizer_class(_stemmer(language))
    if prepare:
        prepare(summarizer)
    else:
        summarizer.stop_words = our_words.stop_words(language)
    ratings = _ratings(summarizer, document)
    if not all(isfinite(r) for _, r in ratings) or len({r for _, r in ratings}) < min(2, len(places)):
        return ()
    return tuple(Ranked(places[order], rating) for order, rating in ratings)


def _ratings(summarizer: Any, document: Any) -> list[tuple[int, float]]:
    """Every sentence's order and rating, best first: sumy hands both to a count that is callable."""
    kept: list[tuple[int, float]] = []

    def keep(infos: Any) -> tuple[()]:
        kept.extend((info.order, float(info.rating)) for info in infos)
        return ()

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # divisions by zero on texts without content words
            summarizer(document, keep)
    except (ValueError, ArithmeticError, LookupError, AssertionError, StopIteration):
        return []  # degenerate texts, on which a method is not defined
    except Exception as error:
        if type(error).__name__ == "LinAlgError":  # numpy's, without importing it for the others
            return []
        raise
    return kept


def _first_places(sentences: Sequence[Sentence]) -> list[int]:
    first: dict[str, int] = {}
    for i, sentence in enumerate(sentences):
        first.setdefault(sentence.text, i)
    return list(first.values())


def _document(sentences: Sequence[Sentence], language: str) -> Any:
    from sumy.models.dom import ObjectDocumentModel, Paragraph
    from sumy.models.dom import Sentence as SumySentence

    tokenizer = _Words(language)
    paragraphs: dict[int, list[Any]] = {}
    for sentence in sentences:
        paragraphs.setdefault(sentence.paragraph, []).append(SumySentence(sentence.text, tokenizer))
    return ObjectDocumentModel([Paragraph(group) for group in paragraphs.values()])


def _stemmer(language: str) -> Callable[[str], str]:
    from sumy.nlp.stemmers import Stemmer, null_stemmer

    name = _STEMMERS.get(language)
    stem: Callable[[str], str] = Stemmer(name) if name else null_stemmer
    known: dict[str, str] = {}

    def cached(word: str) -> str:
        if word not in known:
            known[word] = stem(word)
        return known[word]

    return cached
