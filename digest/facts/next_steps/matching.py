"""Which frame, if any, a word of a sentence opens."""

from __future__ import annotations

from digest.facts.next_steps import events, intentions
from digest.facts.next_steps.clauses import verb_phrase

TYPE_CHECKING = False  # the import of typing costs more than this module
if TYPE_CHECKING:
    from digest.facts.next_steps.scene import Scene, Step

_FRAMES = {
    "to": intentions.to_verb,
    "wish": intentions.wish,
    "object": intentions.object_to,
    "noun": intentions.noun_to,
    "event": events.event,
    "active": events.active,
    "release": events.release,
    "nominal": events.nominal,
    "unsettled": events.unsettled,
}


def match(scene: Scene, i: int) -> Step | None:
    """Match the frames that word i can open, the longest cue first, and note which it was."""
    word = scene.low[i]
    if word not in scene.cues.openers or scene.any_in("if", i - 9, i):
        return None
    for phrase, kind, status in scene.cues.frames.get(word, ()):
        stop = i + len(phrase)
        if tuple(scene.low[i:stop]) == phrase and (step := _FRAMES[kind](scene, i, stop, status)):
            scene.cue = i, stop, kind
            return step
    kind, step = _of_small_word(scene, i)
    if step:
        scene.cue = i, i + 1, kind
    return step


def also(scene: Scene, step: Step) -> Step | None:
    """Match "and to close a plant by May" after "plans to open a shop in March"."""
    _, who, status, k = step
    k = next((time[1] for time in scene.times if time[0] == k), k)
    if scene.cue[2] != "to" or scene.low[k : k + 2] != ["and", "to"] or not scene.is_verb(k + 2):
        return None
    what = verb_phrase(scene, k + 2)
    return None if scene.only_past(what[0], what[1] + 2) else (what, who, status, what[1])


def _of_small_word(scene: Scene, i: int) -> tuple[str, Step | None]:
    """Match the frames that open with a modal, "is", "has", "to" or "next"."""
    word, sets = scene.low[i], scene.sets
    if word in sets["will"] or word in sets["would"] or word in sets["may"]:
        return "modal", intentions.modal(scene, i)
    if word in sets["be"]:
        return "be to", intentions.be_to(scene, i)
    if word == "must":
        return "must", intentions.must(scene, i, i + 1)
    if word in ("has", "have"):
        if scene.word(i + 1) == "to":
            return "must", intentions.must(scene, i, i + 2)
        return "deadline", intentions.deadline(scene, i)
    if word == "to" and i:
        return "to", intentions.headline(scene, i) or events.to_be(scene, i) or events.to_ahead(scene, i)
    if word in sets["upcoming"] or word == "next":
        return "upcoming", events.upcoming(scene, i)
    return "", None
