"""The name tagger: a linear-chain CRF fitted on freely licensed sets of names."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path
from typing import Any

from digest.facts import countries, lists, names, tagging_features, tagging_known, tagging_model
from digest.facts.reading import Reading
from digest.text.tokens import tokenize
from digest.training import known_names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.facts.kinds import Piece

# Set by set: every how-manieth document is read.
SETS = {
    "gmb_train": 1,
    "uner_ewt_dev": 1,
    "uner_ewt_test": 1,
    "wikigold_train": 1,
    "crossner_politics_train": 1,
    "crossner_science_train": 1,
    "crossner_science_dev": 1,
    "crossner_literature_train": 1,
    "crossner_literature_dev": 1,
    "crossner_music_train": 1,
    "crossner_music_dev": 1,
    "docred": 1,
    "gum": 1,
    "meantime_train": 1,
    "re3d_free": 1,
    "wpce_silver": 2,
}
# Small sets of many subjects count for more than their size.
TIMES = {"crossner": 3, "meantime": 2}
SETTINGS = {
    "c1": 1.5,
    "c2": 0.02,
    "max_iterations": 60,
    "feature.minfreq": 3,
    "feature.possible_transitions": True,
}
_TYPES = {
    "PER": "per person politician scientist writer musicalartist researcher",
    "ORG": "org organization organisation politicalparty university group corporation band magazine",
    "LOC": "loc location geo gpe country fac facility geo-loc",
    "MISC": "misc norp event election award creative-work work_of_art art eve nat product law language book album song "
    "poem",
}
TYPE_OF = {word: kind for kind, words in _TYPES.items() for word in words.split()}
# These sets mark no peoples: "American" gets its MISC from the country table, as in all other sets.
_WITHOUT_PEOPLES = ("uner",)


def write(data: Path) -> None:
    """Fit the model on the sets of `data`, and write it beside the word lists.

    A first model tags the free texts of the folder `text` beside `data`; what it makes of their words and names
    becomes the table of known ones, which the second model, the one that ships, looks at.
    """
    known = Path(tagging_model.PATH).with_name("known.txt")
    for is_first in (True, False):
        table = "" if is_first else known_names.table(data.parent / "text")
        known.write_text(table, encoding="utf-8", newline="\n")
        tagging_known.forget()
        _fit(data)


def _fit(data: Path) -> None:
    import pycrfsuite

    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params(SETTINGS)
    count = 0
    for name, step in SETS.items():
        for document in documents(data / f"{name}.jsonl.gz", step):
            for features, tags in examples(document, peoples=not name.startswith(_WITHOUT_PEOPLES)):
                for _ in range(TIMES.get(name.partition("_")[0], 1)):
                    trainer.append(features, tags)
                    count += len(tags)
    trainer.train(tagging_model.PATH)
    tagging_model.opened.cache_clear()
    print(f"{tagging_model.PATH}: {count} tokens")  # noqa: T201


def documents(path: Path, step: int = 1) -> Iterator[dict[str, Any]]:
    """The documents of a set, every `step`-th, their entities with our four types."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        found = [json.loads(line) for number, line in enumerate(lines) if number % step == 0]
    if path.name.startswith("gmb"):
        found = mended(found)
    for document in found:
        marked = ((start, end, TYPE_OF.get(kind.lower(), "")) for start, end, kind in document["entities"])
        document["entities"] = [entity for entity in marked if entity[2]]
        yield document


def examples(document: dict[str, Any], *, peoples: bool = True) -> Iterator[tuple[list[list[str]], list[str]]]:
    """The stretches of a document, each with the features and the tag of every token."""
    reading = Reading(document["text"])
    tags = gold_tags(reading, document["entities"], peoples=peoples)
    found = names.by_rules(reading)
    unsure = _unmarked(reading, found, tags)
    for first, stop, features in tagging_features.sequences(reading, found):
        if not any(first <= at < stop for at in unsure):
            yield features, tags[first:stop]


def _unmarked(reading: Reading, found: list[Piece], tags: list[str]) -> list[int]:
    """Mark full names behind a title that a set left out, and return where other full names have no mark."""
    heads = lists.sections("people/en")["head"]
    unsure = []
    for first, stop, kind in found:
        if kind != "PER" or stop - first < 2 or any(tag != "O" for tag in tags[first:stop]):
            continue
        if first and reading.lows[first - 1] in heads and not reading.upper[first - 1]:
            tags[first:stop] = ["B-PER", *["I-PER"] * (stop - first - 1)]
        elif reading.words[first] in lists.names("first_names"):
            unsure.append(first)
    return unsure


def gold_tags(reading: Reading, entities: list[Any], *, peoples: bool) -> list[str]:
    """Tags token by token: "B-PER", "I-PER", "O"."""
    tags = ["O"] * len(reading.tokens)
    starts = {token.start: at for at, token in enumerate(reading.tokens)}
    for start, end, kind in entities:
        at = starts.get(start)
        if at is None:
            continue
        tags[at] = "B-" + kind
        at += 1
        while at < len(tags) and reading.tokens[at].start < end:
            tags[at] = "I-" + kind
            at += 1
    if not peoples:
        for found in reading.countries.values():
            if found.kind == "demonym" and tags[found.first] == "O":
                tags[found.first : found.stop] = ["B-MISC", *["I-MISC"] * (found.stop - found.first - 1)]
    return tags


def mended(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """GMB's silver marks mended: no titles in persons, peoples told from countries, one type for a frequent name."""
    for document in found:
        marks = (_mended(document["text"], *entity) for entity in document["entities"])
        document["entities"] = [mark for mark in marks if mark]
    votes: dict[str, Counter[str]] = {}
    for document in found:
        for start, end, kind in document["entities"]:
            votes.setdefault(document["text"][start:end], Counter())[TYPE_OF.get(kind, "")] += 1
    for document in found:
        for entity in document["entities"]:
            counts = votes[document["text"][entity[0] : entity[1]]]
            kind, most = counts.most_common(1)[0]
            total = sum(counts.values())
            if total >= 4 and most * 4 >= total * 3 and kind and TYPE_OF.get(entity[2]):
                entity[2] = kind
    return found


def _mended(text: str, start: int, end: int, kind: str) -> list[Any] | None:
    """One mark of GMB without its title, with the type that the country table and the word lists are sure of."""
    words = lists.sections("people/en")
    titles = words["head"] | words["abbreviation"] | words["courtesy"] | {"prime", "vice", "foreign", "."}
    tokens = tokenize(text, start, end)
    while kind == "per" and tokens and tokens[0].text.lower() in titles:
        tokens.pop(0)
    if not tokens:
        return None
    match = countries.find([token.text for token in tokens])
    if match and match[0].first == 0 and match[0].stop == len(tokens):
        kind = {"name": "geo", "demonym": "norp"}.get(match[0].kind, kind)
    elif len(tokens) == 1 and tokens[0].text in lists.sections("names/en")["misc"]:
        kind = "norp"
    return [tokens[0].start, end, kind]
