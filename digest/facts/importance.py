"""How much a participant matters: subject of the lead, speaker, named early and often, with a role."""

from __future__ import annotations

from bisect import bisect_right

from digest.facts import lists
from digest.model import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.facts.scene import Range, Scene
    from digest.model import Sentence

_MOST_SPOKEN = 3  # more quotations of one person say no more
_MOST_NAMED = 8
_TITLE = 12  # tokens of a title before a name
_APPOSITION = 16  # tokens between two commas after a name


class Places:
    """The sentences of a text, to be found by place."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self.all = sentences
        self.starts = [sentence.start for sentence in sentences]

    def of(self, span: Span) -> Span:
        """The sentence in which a span begins."""
        sentence = self.all[max(0, bisect_right(self.starts, span.start) - 1)]
        return Span(sentence.text, sentence.start, sentence.end)

    def in_lead(self, start: int) -> bool:
        """Whether a place is in the first sentence."""
        return start < self.all[0].end


def weight(scene: Scene, places: Places, mentions: Sequence[Range], *, acts: bool | None = None) -> float:
    """How much a participant with these mentions, as ranges of tokens, matters.

    Named often, early, in the lead; more as the lead's subject (which `acts` may settle), and as one who speaks.
    """
    tokens, length = scene.reading.tokens, len(scene.reading.text)
    first = tokens[mentions[0][0]].start
    early = 1 - first / (length + 1)
    spoken = 0
    if acts is None:
        in_lead = [part for part in mentions[:3] if places.in_lead(tokens[part[0]].start)]
        acts = any(is_subject(scene, *part) for part in in_lead)
        spoken = sum(speaks(scene, *part) for part in mentions[:_MOST_NAMED])
    return (
        min(len(mentions), _MOST_NAMED) / 2
        + 3 * early
        + 3 * places.in_lead(first)
        + 3 * acts
        + min(spoken, _MOST_SPOKEN) / 2
    )


def is_subject(scene: Scene, first: int, stop: int) -> bool:
    """Whether a verb follows a name, perhaps after an apposition, and no preposition rules it: not "of Ana Silva"."""
    lows, upper = scene.reading.lows, scene.reading.upper
    people = lists.sections("people/en")
    at, farthest = first - 1, max(first - _TITLE, 0)
    while at >= farthest and (
        upper[at] or lows[at] in scene.heads or lows[at] in scene.modifiers or lows[at] in {"the", "."}
    ):
        if scene.reading.opens[at]:
            break
        at -= 1
    if at >= 0 and not scene.reading.opens[at] and lows[at] in people["not-subject"] | {"of", "by"}:
        return False
    at = _past_apposition(scene, stop)
    at += at == stop and lows[at] == ","  # "the adviser, Ana Silva, was heard": the name is the apposition
    while lows[at] in {"also", "then", "later", "again", "both"} or (lows[at].endswith("ly") and not upper[at]):
        at += 1
    is_verb = lows[at] in people["verb"] or lows[at] in people["act"] or lows[at].endswith("ed")
    return is_verb and not upper[at]


def _past_apposition(scene: Scene, at: int) -> int:
    """Past what stands between two commas or in brackets behind a name."""
    words = scene.reading.words
    closing = {",": ",", "(": ")"}.get(words[at])
    if closing is None:
        return at
    for k in range(at + 1, min(at + _APPOSITION, len(words) - 1)):
        if words[k] == closing:
            return k + 1
        if words[k] in {".", ";"}:
            break
    return at


def speaks(scene: Scene, first: int, stop: int) -> bool:
    """Whether a verb of saying stands beside a name."""
    said = lists.sections("names/en")["said"]
    lows = scene.reading.lows
    return lows[stop] in said or (first > 0 and lows[first - 1] in said)
