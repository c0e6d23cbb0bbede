"""Frames in which something is said of an event: scheduled, expected, postponed, undecided."""

from __future__ import annotations

from digest.facts.next_steps.clauses import (
    group,
    noun_before,
    noun_phrase,
    speaker_before,
    subject,
    verb_phrase,
)

TYPE_CHECKING = False  # the import of typing costs more than this module
if TYPE_CHECKING:
    from digest.facts.next_steps.scene import Range, Scene, Step

_BEFORE_A_VERB = ("reporting", "conjunction", "be", "auxiliary")
_OFF = frozenset(("cancelled", "postponed"))


def event(scene: Scene, i: int, j: int, status: str) -> Step | None:
    """Match "the talks are scheduled for May" and "talks expected in May"."""
    auxiliaries = group(scene, i)
    has_be = not scene.sets["be"].isdisjoint(auxiliaries)
    if scene.low[i] == "likely" and (not has_be or scene.any_in("comparing", i - 2, i)):
        return None  # "guests likely to stay", "more likely to stay"
    if status == "expected" and not has_be and scene.word(j) == "to" and _is_told(scene, i):
        return _event_to(scene, i, scene.skip_adverbs(j + 1), status, is_past=False)
    is_news = status in _OFF and "had" in auxiliaries and scene.is_reported(i)  # "said it had been called off"
    if not is_news and ("had" in auxiliaries or scene.is_history(auxiliaries)):
        return None
    # "due to the weather" gives a reason, "they scheduled" has another frame.
    # "its plant, expected to open in May"
    is_aside = scene.word(i - 1) == "," and scene.word(j) == "to" and not scene.floor
    is_bare = not auxiliaries and (is_aside or (scene.low[i] != "due" and scene.word(i - 1)[-1:].isalnum()))
    if not has_be and (not is_bare or scene.has(i - 1, "determiner") or scene.has(i - 1, "pronoun")):
        return None
    is_negative = status not in _OFF and scene.any_in("negation", i - len(auxiliaries), i)
    if is_negative and not scene.not_before(j, j + 12):
        status = "undecided" if "yet" in auxiliaries or "been" in auxiliaries else "ruled_out"
    is_past = "was" in auxiliaries or "were" in auxiliaries
    after = scene.skip_adverbs(j)
    if is_bare and not (is_aside or scene.is_headline or scene.ahead(i, after + 12)):
        return None  # "with the dial set to minimum"
    if scene.word(after) == "to" and status not in _OFF:
        return _event_to(scene, i, scene.skip_adverbs(after + 1), status, is_past=is_past)
    what = subject(scene, i)
    if what is None:
        return None
    is_for = scene.word(after) == "for" and not scene.ahead(after, after + 2)
    if is_for and not is_past and scene.is_pronoun(what):
        named = noun_phrase(scene, after + 1)  # "it is slated for release": "it" would name nothing
        return named, what, status, named[1]
    has_time = scene.ahead(i, after + 3)
    if not has_time and (is_past or not has_be or "being" in auxiliaries):
        return None
    if status in _OFF:
        is_uncertain = not scene.sets["uncertain"].isdisjoint(auxiliaries)
        if is_uncertain or (is_past and not scene.surely_ahead(i, after + 4)):
            return None
    elif not has_time and (
        _is_of_clause(scene, i - len(auxiliaries), what) or scene.word(after) in ("of", "that", "as")
    ):
        return None
    return what, speaker_before(scene, what[0]), status, after


def _is_of_clause(scene: Scene, verb: int, what: Range) -> bool:
    """Tell "it is expected that" and "what is expected of" from "a vote is planned"."""
    return scene.is_pronoun(what) or scene.word(verb - 1) == "it"


def _is_told(scene: Scene, i: int) -> bool:
    """Tell "said he expected to win", where somebody expects, from "is expected to win"."""
    return scene.low[i] == "expected" and scene.has(i - 1, "speaker pronoun") and scene.is_reported(i)


def _event_to(scene: Scene, i: int, verb: int, status: str, *, is_past: bool) -> Step | None:
    """Match "the court is expected to rule" and "the talks are expected to begin in May"."""
    if not scene.is_verb(verb) or scene.is_perfect(verb):
        return None
    what = verb_phrase(scene, verb)
    if scene.only_past(i, what[1] + 2):
        return None
    if is_past and not scene.ahead(i, what[1] + 2) and not (status == "expected" and scene.is_reported(i)):
        return None
    who = subject(scene, i) or (noun_before(scene, i - 1) if scene.word(i - 1) == "," else None)
    if who and only_happens(scene, verb) and not scene.is_pronoun(who):
        return who, speaker_before(scene, who[0]), status, what[1]
    return what, who, status, what[1]


def only_happens(scene: Scene, verb: int) -> bool:
    """Tell whether the verb says no more than that its subject happens: "take place", "begin on Friday"."""
    if scene.word(verb) in ("take", "last") and any(time[0] == verb + 1 for time in scene.times):
        return True  # "repairs will take until June"
    for parts in scene.cues.happen.get(scene.word(verb), ()):
        if len(parts) == 1:
            after = verb + 1
            if parts[0] == "be" and not scene.ahead(verb, verb + 4):
                continue
            if after >= scene.size - 1 or scene.has(after, "preposition") or scene.ahead(after, after + 1):
                return True
        elif scene.low[verb : verb + len(parts)] == parts:
            return True
    return False


def off_status(scene: Scene, i: int) -> str | None:
    """Return the status where word i begins "postponed" or "called off"."""
    for phrase, kind, status in scene.cues.frames.get(scene.word(i), ()):
        if kind == "event" and status in _OFF and tuple(scene.low[i : i + len(phrase)]) == phrase:
            return status
    return None


def active(scene: Scene, i: int, j: int, status: str) -> Step | None:
    """Match "postponed the vote" and "is considering a ban"."""
    auxiliaries = group(scene, i)
    is_over = not {"had", "been", "was", "were"}.isdisjoint(auxiliaries)
    if is_over and status == "undecided" and scene.low[i].endswith("ing") and scene.is_reported(i):
        is_over = False  # "said it was studying the ruling"
    is_of_noun = scene.has(i - 1, "preposition") and scene.low[i].endswith("ed")
    if is_over or is_of_noun or scene.has(i - 1, "possessive"):
        return None  # "its scheduled departure", "lives on postponed payments"
    if auxiliaries and scene.has(i - len(auxiliaries) - 1, "possessive"):
        return None  # "the recently proposed law"
    if scene.word(i - 1) == "to" or (scene.low[i].endswith("ing") and scene.sets["be"].isdisjoint(auxiliaries)):
        return None
    is_loose = status == "undecided" or (status == "proposed" and scene.is_headline and scene.low[i].endswith("s"))
    if not _begins_object(scene, j, is_loose=is_loose) or any(time[0] == j for time in scene.times):
        return None
    what = noun_phrase(scene, j)
    if scene.only_past(i, what[1] + 2) or scene.is_history(auxiliaries):
        return None
    if status == "undecided" and scene.word(what[1]) == "to" and scene.is_verb(what[1] + 1):
        what = verb_phrase(scene, what[1] + 1)
    is_told = scene.low[i].endswith("ed") and "has" not in auxiliaries and "have" not in auxiliaries
    if status in ("planned", "expected") and is_told and not scene.ahead(i, what[1] + 2):
        return None
    who = subject(scene, i)
    return None if who is None and i else (what, who, status, what[1])


def _begins_object(scene: Scene, j: int, *, is_loose: bool) -> bool:
    word = scene.word(j)
    if not word or word == "that":
        return False
    if scene.has(j, "determiner") or scene.has(j, "possessive") or word[0].isdigit():
        return True
    if scene.has(j, "pronoun"):
        return False
    if scene.is_capital(j) or (word.endswith("ing") and not scene.has(j, "reporting")):
        return True
    return is_loose and word[0].isalpha() and not scene.has(j, "preposition")


def release(scene: Scene, i: int, j: int, status: str) -> Step | None:
    """Match "announced a tour in May"."""
    step = active(scene, i, j, status)
    return step if step and scene.surely_ahead(i, step[0][1] + 2) else None


def nominal(scene: Scene, i: int, j: int, status: str) -> Step | None:
    """Match "ordered a new trial" and "announces job cuts": a decision, and an action that is still to be done."""
    auxiliaries = group(scene, i)
    if not {"had", "been", "was", "were", "is", "are"}.isdisjoint(auxiliaries) or scene.has(i - 1, "possessive"):
        return None
    if scene.has(j, "preposition") or scene.has(j, "pronoun") or not scene.word(j)[:1].isalnum():
        return None
    what = noun_phrase(scene, j)
    head = next((k for k in range(j, what[1]) if scene.has(k, "preposition")), what[1])
    if not any(scene.has(k, "noun of action") for k in range(max(j, head - 2), head)):
        return None
    who = subject(scene, i)
    # "a new trial for two brothers convicted of arson in 2026": the year is that of the arson.
    stop = next((k for k in range(head, what[1]) if scene.low[k].endswith("ed")), what[1] + 2)
    is_told = scene.only_past(what[0], stop) or (stop > what[1] and scene.is_history(auxiliaries))
    if who is None or is_told:
        return None
    return what, who, status, what[1]


def unsettled(scene: Scene, i: int, j: int, status: str) -> Step | None:
    """Match "has not yet decided on a date" and "a date is yet to be set"."""
    auxiliaries = group(scene, i)
    is_passive = not scene.sets["be"].isdisjoint(auxiliaries)
    named = subject(scene, i) if is_passive else None
    if named and "been" in auxiliaries and "no" in scene.low[max(0, named[0] - 1) : named[0] + 1]:
        if scene.any_in("remark", *named):
            return None  # "no comment has been made"
        first = named[0] + (scene.low[named[0]] == "no")
        return (first, named[1]), None, status, j  # "no date has been set"
    if question := _of_question(scene, i, j, auxiliaries):
        return question
    if "yet" not in auxiliaries and ("still" not in auxiliaries or "had" in auxiliaries):
        return None
    if "to" not in auxiliaries and not scene.any_in("negation", i - len(auxiliaries), i):
        return None
    if named and not scene.is_pronoun(named):
        return named, None, status, j
    while scene.word(j) in ("on", "if", "whether", "when"):
        j += 1
    if not scene.word(j)[:1].isalnum():
        return None
    what = noun_phrase(scene, j)
    return what, subject(scene, i), status, what[1]


def _of_question(scene: Scene, i: int, j: int, auxiliaries: list[str]) -> Step | None:
    """Match "has not decided whether to appeal" and "has not said whether it will appeal"."""
    if scene.low[j - 1] not in ("whether", "if", "when") or scene.sets["negation"].isdisjoint(auxiliaries):
        return None
    if "had" in auxiliaries and not scene.is_reported(i):
        return None
    for k in range(j, min(j + 6, scene.size)):
        if scene.low[k] == "to" or scene.has(k, "will") or scene.has(k, "would"):
            verb = scene.skip_adverbs(k + 1)
            if not scene.is_verb(verb):
                return None
            what = verb_phrase(scene, verb)
            who = subject(scene, i) if scene.low[k] == "to" else noun_before(scene, k)
            if who and scene.is_pronoun(who):
                who = subject(scene, i)
            return what, who, "undecided", what[1]
    return None


def to_be(scene: Scene, i: int) -> Step | None:
    """Match a noun with "to be" and a time ahead: "a fair to be held in May"."""
    before = scene.word(i - 1)
    if scene.word(i + 1) != "be" or not (before[:1].isalnum() or before == ","):
        return None
    after = verb_phrase(scene, i + 1)
    if not scene.surely_ahead(i, after[1] + 2) or scene.has(i - 1, "be") or before.endswith("ed"):
        return None
    if before in scene.cues.frames:
        return None  # "due to be held" has its own frame
    what = noun_before(scene, i - 1) if before == "," else subject(scene, i)
    return (what, None, "scheduled", after[1]) if what else None


def to_ahead(scene: Scene, i: int) -> Step | None:
    """Match any "to" and verb with a time ahead right after: "options to buy six more by 2033"."""
    if scene.floor or not scene.is_verb(i + 1) or not scene.word(i - 1)[-1:].isalnum() or scene.word(i - 2) == "in":
        return None
    what = verb_phrase(scene, i + 1)
    if "had" in scene.low[max(0, i - 10) : i] and not scene.is_reported(i):
        return None  # "had wanted it to run until 2033"
    has_own_cue = any(word in scene.cues.frames for word in (scene.word(i - 1), *scene.low[i + 1 : what[1]]))
    if has_own_cue or scene.any_in("upcoming", *what) or not scene.surely_ahead(i, what[1] + 1):
        return None
    return what, None, "planned", what[1]


def upcoming(scene: Scene, i: int) -> Step | None:
    """Match "the upcoming talks" and "the next round of talks expected in May"."""
    if not scene.any_in("noun of event", i + 1, i + 5) or scene.has(i + 1, "unit"):
        return None
    if scene.only_past(0, scene.size):
        return None
    what = noun_phrase(scene, i - 1 if scene.has(i - 1, "possessive") else i)
    if what[1] <= i + 1:
        return None
    after = scene.skip_adverbs(what[1])
    for phrase, kind, status in scene.cues.frames.get(scene.word(after), ()):
        if kind == "event" and tuple(scene.low[after : after + len(phrase)]) == phrase:
            return what, None, status, what[1]
    return None if scene.low[i] == "next" else (what, None, "expected", what[1])


def timetable(scene: Scene) -> Step | None:
    """Match "the fair opens on Friday" and "the hearing is on Friday" by a time after publication."""
    for first, stop, _, tense in scene.times:
        if tense > 0 and (verb := _present_verb(scene, first)):
            who = subject(scene, verb)
            if who is None:
                continue
            if scene.has(verb, "be"):
                return who, None, "scheduled", stop
            return (verb, first), who, "scheduled", stop
    return None


def _is_event_at(scene: Scene, verb: int) -> bool:
    """Tell whether "is" says of an event what or where it is: "the final is at Wembley on Friday"."""
    first = scene.skip_adverbs(verb + 1)
    if not (scene.has(first, "determiner") or scene.has(first, "preposition") or scene.is_capital(first)):
        return False
    return any(scene.has(k, "noun of event") for k in range(max(scene.floor, verb - 3), verb))


def _present_verb(scene: Scene, time: int) -> int:
    """Find the verb in the present that the time phrase belongs to, or 0."""
    for k in range(time - 1, max(scene.floor, time - 9), -1):
        if scene.low[k] in ("is", "are") and (k + 1 == time or _is_event_at(scene, k)):
            return k
        if scene.has(k, "timetable") and not scene.is_capital(k):
            before = group(scene, k)
            is_noun = scene.has(k - 1, "determiner") or scene.has(k - 1, "preposition")
            return 0 if is_noun or any(word not in scene.sets["adverb"] for word in before) else k
        if scene.low[k].endswith("ing") and not {"is", "are", "'re", "'m"}.isdisjoint(group(scene, k)):
            return k  # "is meeting on Friday"
        if scene.is_headline and scene.low[k].endswith("ing") and scene.is_capital(k - 1) and not scene.is_capital(k):
            return k  # "Ford cutting 300 jobs by May"
        if scene.low[k] in ".,;:()" or any(scene.has(k, name) for name in _BEFORE_A_VERB):
            return 0
    return 0
