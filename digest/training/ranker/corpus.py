"""The articles that the ranking is fitted on, split as they are at run time."""

from __future__ import annotations

import gzip
import json
import re

from digest import pipeline
from digest.summarize.choose import candidates
from digest.text import sentences

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from digest.model import Sentence

    # What may be ranked, the title, and the lines of the reference summary.
    Document = tuple[tuple[Sentence, ...], str, tuple[str, ...]]

LEAST_SENTENCES = 8  # an article without its opening still needs something to choose from
LEAST_WORDS = 10  # of an opening that serves as a summary
# The byline and stamps before an article of one of the sets, whose lines were joined by ". ".
_HEAD = re.compile(
    r"By\. [^.]{2,70}\.(?: and [^.]{2,50}\.)?(?: Follow @@\w+\.)?"
    r"(?: (?:\|\. )?(?:(?:PUBLISHED|UPDATED):\. [^.]{8,40}\.|Last updated at [^.]{8,40}\.))*\s*"
)


def read(path: Path) -> Iterator[Document]:
    """The articles of a file of JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            article = pipeline.article(without_head(row["text"]), source="-", language="en")
            split = sentences.split(article.text)
            places = candidates(split, title=article.title, at_least=3)
            reference = tuple(line for line in row["reference"].split("\n") if line.strip())
            if places and reference:
                yield tuple(split[i] for i in places), article.title, reference


def without_head(text: str) -> str:
    """Leave out the byline and the stamps that were joined to a text.

    >>> without_head("By. Ann Bell. PUBLISHED:. 03:39 EST, 8 May 2012. |. UPDATED:. 18:10 EST, 8 May 2012. It rained.")
    'It rained.'
    """
    head = _HEAD.match(text)
    return text[head.end() :] if head else text


def headless(documents: list[Document]) -> Iterator[Document]:
    """The articles without their opening sentence, which becomes the summary: no place tells where the news is."""
    for offered, _, _ in documents:
        if len(offered) > LEAST_SENTENCES and len(offered[0].text.split()) >= LEAST_WORDS:
            yield offered[1:], "", (offered[0].text,)


def titled(documents: list[Document]) -> Iterator[Document]:
    """The same with the first line of the summary, as the best known, for a title."""
    for offered, _, reference in documents:
        if len(offered) > LEAST_SENTENCES and len(offered[0].text.split()) >= LEAST_WORDS:
            yield offered[1:], reference[0], (offered[0].text,)
