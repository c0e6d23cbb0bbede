"""Which words before a step can be shown as who acts: a clean noun phrase, for a doubtful one is worse than none."""

from __future__ import annotations

TYPE_CHECKING = False  # the import of typing costs more than this module
if TYPE_CHECKING:
    from digest.facts.next_steps.scene import Range, Scene

_ARTICLES = frozenset(("the", "a", "an"))
_MARKS = frozenset('"“”?!;:')
_ALSO_OTHERWISE = frozenset(("by", "for"))
_NOUN_ENDINGS = ("s", "tion", "sion", "ment", "ity", "ness", "ance", "ence", "people", "men", "police", "ing")


def clean(scene: Scene, who: Range) -> Range | None:
    """Give the noun phrase that the words of `who` hold, or None where they are none.

    A part of the clause before it is cut off ("told Cork the council"); words with a verb, a pronoun or a loose
    preposition in them name nobody.
    """
    first, stop = _after_clause(scene, *who)
    low = scene.low
    if first < stop and low[first].endswith("ly") and not scene.is_capital(first):
        first += 1  # "presumably Lee"
    is_of_noun = scene.cue[2] == "noun" and stop == scene.cue[0]  # "repeated his old promise to"
    if first == stop or is_of_noun or low[stop - 1] in scene.sets["owner"]:
        return None
    if stop - first == 1 and not scene.is_capital(first):
        return (first, stop) if low[first].endswith(_NOUN_ENDINGS) and not _names_nobody(scene, first) else None
    if any(_breaks(scene, k, first, stop) for k in range(first, stop)) or _is_broken(scene, first, stop):
        return None
    is_loose = low[stop - 1] in scene.sets["preposition"] or low[stop - 1] == "'s" or _names_nobody(scene, stop - 1)
    return None if is_loose or _opens_with_verb(scene, first, stop) else (first, stop)


def _after_clause(scene: Scene, first: int, stop: int) -> Range:
    """Leave out what stands before an article that nothing leads to: "Ann Lee thinks the board"."""
    sets = scene.sets
    for k in range(stop - 1, first, -1):
        if scene.low[k] not in _ARTICLES or scene.is_capital(k):
            continue
        before = scene.low[k - 1]
        is_led = before in sets["preposition"] or before in sets["conjunction"] or before in sets["before an article"]
        is_led = is_led or (before.endswith("ing") and k - 1 > first)
        if not is_led:
            # "spend the winter", "solving a crisis": the article is of an object, and who acts stands elsewhere.
            is_told = before.endswith(("s", "ed")) or before in sets["reporting"] or scene.is_capital(k - 1)
            return (k, stop) if is_told else (k, k)
    return first, stop


def _names_nobody(scene: Scene, k: int) -> bool:
    word = scene.low[k]
    return word in scene.sets["nobody"] or (word in scene.sets["pronoun"] and not word.endswith(("self", "selves")))


def _breaks(scene: Scene, k: int, first: int, stop: int) -> bool:
    """Tell whether word k shows that a clause lies within the words: a verb, a pronoun, an adverb of time."""
    sets, word = scene.sets, scene.low[k]
    if word in sets["personal pronoun"]:
        return stop - first > 1
    if word in sets["speaker pronoun"] or word in _MARKS:
        return k > first
    if scene.is_capital(k):
        return False
    if word in sets["pronoun of object"] or word == "you":
        return True
    if k > first and word.endswith("ed") and (scene.has(k + 1, "owner") or scene.has(k + 1, "particle")):
        return True  # "Lee finished off her tea"
    if word in sets["finite"] or word in sets["clause adverb"] or word in sets["own clause"]:
        return k > first or word != "that"
    return False


def _is_broken(scene: Scene, first: int, stop: int) -> bool:
    """Tell whether a line ends within the words, or the words are what a preposition before them leads to."""
    words = scene.words
    if "\n" in words.text[words.start[first] : words.end[stop - 1]]:
        return True
    if scene.cue[2] == "object" or words.low[first][0].isdigit() or scene.word(stop) in (",", "which", "who", "that"):
        return False  # "called on the army to leave", "about 700 people", "with a firm, which"
    is_led = scene.has(first - 1, "preposition") and not scene.has(first - 1, "conjunction")
    return is_led and scene.low[first - 1] not in _ALSO_OTHERWISE


def _opens_with_verb(scene: Scene, first: int, stop: int) -> bool:
    """Tell "queuing for bread" and "go on about" from "rising prices" and "state officials"."""
    word, after, sets = scene.low[first], scene.word(first + 1), scene.sets
    if word.endswith("ing") and (scene.word(first - 1) == "," or scene.has(first - 1, "preposition")):
        return True  # ", leaving three towns"
    leads = any(after in sets[name] for name in ("preposition", "determiner", "particle"))
    if word.endswith("ed") or word in sets["irregular participle"]:
        return after != "of" and not scene.is_capital(first) and (leads or after in ("and", "or"))
    if not leads or (scene.is_capital(first) and first) or after == "of":
        return False
    if word.endswith("ing"):
        return True
    return not scene.is_capital(first) and any(word in sets[name] for name in ("deed", "stative", "light verb"))
