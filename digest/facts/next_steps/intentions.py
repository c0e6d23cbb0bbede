"""Frames in which somebody means to act: "plans to", "ordered X to", "a plan to", "will", "is to"."""

from __future__ import annotations

from digest.facts.next_steps.clauses import group, noun_phrase, subject, verb_phrase
from digest.facts.next_steps.events import off_status, only_happens

TYPE_CHECKING = False  # the import of typing costs more than this module
if TYPE_CHECKING:
    from digest.facts.next_steps.scene import Range, Scene, Step


def to_verb(scene: Scene, i: int, j: int, status: str) -> Step | None:
    """Match "plans to meet"."""
    to = scene.skip_adverbs(_to_after(scene, j))
    if scene.word(to) != "to":
        return None
    verb = scene.skip_adverbs(to + 1)
    is_gerund = scene.word(verb).endswith("ing") and scene.low[i].startswith("commit")
    if (not scene.is_verb(verb) and not is_gerund) or scene.is_perfect(verb):
        return None
    auxiliaries = group(scene, i)
    if _is_told(scene, i, auxiliaries) or _only_describes(scene, i, status) or _is_of_any(scene, i):
        return None
    what = verb_phrase(scene, verb)
    if scene.only_past(i, what[1] + 2):
        return None
    if scene.has(i, "past plan") and not scene.is_reported(i) and scene.only_past(scene.floor, scene.size):
        return None
    if ("was" in auxiliaries or "were" in auxiliaries) and not scene.surely_ahead(i, what[1] + 2):
        return None
    if not scene.sets["demand"].isdisjoint(auxiliaries):
        return None  # "must agree to" asks for it
    is_refused = scene.any_in("negation", j, verb)  # "promised not to use it"
    if is_refused or scene.any_in("negation", i - len(auxiliaries), i):
        if scene.low[i] == "want":
            return None  # "do not want to" refuses nothing
        status = "ruled_out"
    who = subject(scene, i)
    is_wish = scene.low[i] == "want" and scene.is_quoted and not scene.surely_ahead(i, what[1] + 2)
    if is_wish and who and scene.is_pronoun(who):
        return None  # "I want to thank"
    if status == "undecided" and scene.word(verb) == "be" and who and not scene.is_pronoun(who):
        return who, None, status, what[1]  # "a date has yet to be set"
    return what, who, status, what[1]


def _is_told(scene: Scene, i: int, auxiliaries: list[str]) -> bool:
    """Tell a plan of the past: "had planned to", "broke in, threatening to shoot"."""
    is_past = bool(auxiliaries) or scene.low[i].endswith("ed")
    if _is_over(auxiliaries) or (is_past and scene.is_history([*auxiliaries, scene.low[i]])):
        return True
    is_bare = scene.sets["present"].isdisjoint(auxiliaries) and not scene.surely_ahead(i, i + 25)
    return is_bare and (scene.low[i] in ("threatened", "threatening") or _is_by_the_way(scene, i))


def _only_describes(scene: Scene, i: int, status: str) -> bool:
    """Tell "rebels determined to win", "more likely to win" and "remain committed to peace" from plans."""
    if scene.has(i - 1, "possessive"):
        return True
    if scene.low[i] == "committed" and (scene.has(i - 1, "be") or scene.has(i - 1, "stay")):
        return True
    needs_be = status == "expected" or scene.has(i, "with be")
    has_be = scene.any_in("be", i - 3, i) or scene.word(i - 1) == ","
    return needs_be and (not has_be or scene.any_in("comparing", i - 2, i))


def _is_by_the_way(scene: Scene, i: int) -> bool:
    """Tell "left early, hoping to sleep" from "is hoping to sleep"."""
    return scene.low[i].endswith("ing") and scene.word(i - 1) == "," and not scene.is_headline


def _is_of_any(scene: Scene, i: int) -> bool:
    """Tell a kind of people from somebody: "for hikers who plan to camp"."""
    if scene.word(i - 1) != "who" or scene.is_capital(i - 2) or scene.word(i - 2) == ",":
        return False
    for k in range(i - 2, max(-1, i - 7), -1):
        if scene.has(k, "preposition"):
            break
        if scene.has(k, "determiner") or scene.is_capital(k):
            return False
    return True


def wish(scene: Scene, i: int, j: int, status: str) -> Step | None:
    """Match "hopes to meet in May" and "has decided to meet"."""
    step = to_verb(scene, i, j, status)
    if step is None or scene.any_in("upcoming", *step[0]):
        return None  # "prepares to discuss the upcoming vote": the vote is what comes next
    if scene.has(i, "decided") and not {"has", "have", "'ve"}.isdisjoint(group(scene, i)):
        return step
    is_past = scene.low[i].endswith("ed") and not group(scene, i)
    last = step[0][1] + 2
    return step if scene.surely_ahead(i, last) or (not is_past and scene.ahead(i, last)) else None


def object_to(scene: Scene, i: int, j: int, status: str) -> Step | None:
    """Match "ordered the army to leave" and "has been told to leave"."""
    auxiliaries = group(scene, i)
    if _is_over(auxiliaries) or (scene.word(i - 1) == "in" and scene.low[i] == "order"):
        return None
    if scene.has(i, "telling") and scene.sets["present"].isdisjoint(auxiliaries) and not scene.surely_ahead(i, i + 40):
        return None
    if scene.word(j) == "not" and scene.word(j + 1) == "to":
        j += 1
    if scene.word(j) == "to":
        if status == "expected":
            return None  # "is expected to open" says it of an event
        is_headline = not auxiliaries and scene.is_headline and scene.low[i].endswith("ed")
        if not (is_headline or not scene.sets["be"].isdisjoint(auxiliaries)) or not scene.is_verb(j + 1):
            return None
        what = verb_phrase(scene, j + 1)
        is_past = "was" in auxiliaries or "were" in auxiliaries
        if is_past and not scene.is_reported(i) and not scene.surely_ahead(i, what[1] + 2):
            return None
        return what, subject(scene, i), status, what[1]
    for k in range(j + 1, min(j + 16, scene.size - 1)):
        if scene.low[k] == "to" and scene.is_verb(k + 1):
            what = verb_phrase(scene, k + 1)
            return None if scene.only_past(i, what[1] + 2) else (what, (j, k), status, what[1])
        if scene.low[k] in (",", "and") and scene.is_capital(k + 1) and scene.is_capital(j):
            continue  # "wants Ann Lee, its manager, and Bo Lind to stay"
        if scene.low[k] == "," and scene.has(k + 1, "possessive") and scene.is_capital(j):
            continue
        if k > j + 8 and not scene.is_capital(j):
            return None
        if scene.low[k] in ",.;:" or any(scene.has(k, name) for name in ("be", "auxiliary", "conjunction")):
            return None
    return None


def noun_to(scene: Scene, i: int, j: int, status: str) -> Step | None:
    """Match "announced plans to meet" and "a plan on Friday to meet"."""
    to = _to_after(scene, j)
    if scene.word(j) == "of" and scene.word(j + 1).endswith("ing"):
        return _intention_of(scene, i, j + 1, status)
    if scene.word(to) != "to" or not scene.is_verb(to + 1) or (scene.low[i] == "order" and scene.word(i - 1) == "in"):
        return None
    is_bid = scene.has(i - 1, "determiner") and scene.word(i - 2) == "in"
    if is_bid or scene.word(i - 1) == "who":
        return None  # "in a bid to win", "those who plan to win"
    verb = _verb_of_noun(scene, i)
    auxiliaries = group(scene, verb) if verb else []
    if _is_over(auxiliaries) or scene.any_in("fulfilled", verb, i):
        return None
    what = verb_phrase(scene, to + 1)
    if scene.only_past(i, what[1] + 2):
        return None
    if scene.word(i - 1) == "any":
        status = "undecided"
    elif scene.any_in("negation", verb - len(auxiliaries), i):
        status = "ruled_out"
    return what, subject(scene, verb) if verb else None, status, what[1]


def _intention_of(scene: Scene, i: int, first: int, status: str) -> Step | None:
    """Match "has no intention of leaving"."""
    verb = _verb_of_noun(scene, i)
    if not verb or not scene.low[i].startswith("intention"):
        return None
    what = verb_phrase(scene, first)
    status = "ruled_out" if scene.any_in("negation", verb, i) else status
    return what, subject(scene, verb), status, what[1]


def must(scene: Scene, i: int, j: int) -> Step | None:
    """Match "must leave by Friday" and "has to leave by Friday", where a time ahead makes the duty a date."""
    verb = scene.skip_adverbs(j)
    if not scene.is_verb(verb) or scene.is_conditional(i):
        return None
    what = verb_phrase(scene, verb)
    if not scene.surely_ahead(what[0], what[1] + 2):
        return None
    return what, subject(scene, i), "planned", what[1]


def _verb_of_noun(scene: Scene, i: int) -> int:
    """Return the place of the verb that the noun at i is the object of, or 0."""
    for k in range(i, max(0, i - 7), -1):
        if scene.has(k, "reporting") or scene.has(k, "be") or scene.has(k, "auxiliary") or scene.low[k].endswith("ed"):
            return k
    return 0


def _to_after(scene: Scene, j: int) -> int:
    """Step from a noun to its "to": over a time in "plans Friday to" and a partner in "deal with Fiat to"."""
    for time in scene.times:
        if time[0] == j:
            return time[1]
    if scene.word(j) == "with":
        for k in range(j + 1, min(j + 7, scene.size)):
            if scene.low[k] == "to":
                return k
            if scene.has(k, "finite") or scene.low[k] in ".,;:" or scene.has(k, "conjunction"):
                break
    return j


def deadline(scene: Scene, i: int) -> Step | None:
    """Match "has 60 days to respond" and "have until Friday to respond"."""
    for first, stop, _, tense in scene.times:
        if first == i + 1 and tense >= 0 and scene.word(stop) == "to" and scene.is_verb(stop + 1):
            what = verb_phrase(scene, stop + 1)
            return what, subject(scene, i), "scheduled", what[1]
    return None


def headline(scene: Scene, i: int) -> Step | None:
    """Match "City to close bridge" in a line without a full stop."""
    if not scene.is_headline or not scene.is_verb(i + 1):
        return None
    if scene.low[i + 1].endswith("s") and not scene.low[i + 1].endswith("ss"):
        return None  # "Relative to seats"
    if any(scene.any_in(name, 0, i) for name in ("finite", "be", "determiner")):
        return None
    small = ("of", "and", "'s", "'")
    if not all(scene.is_capital(k) or scene.low[k] in small or scene.low[k][0].isdigit() for k in range(i)):
        return None
    what = verb_phrase(scene, i + 1)
    return what, (0, i), "planned", what[1]


def be_to(scene: Scene, i: int) -> Step | None:
    """Match "is to meet" and, for what lies ahead, "was to meet"."""
    to = scene.skip_adverbs(i + 1)
    if scene.word(to) != "to" or not scene.is_verb(scene.skip_adverbs(to + 1)):
        return None
    if scene.low[i] in ("be", "been", "being") or scene.word(to + 1) in ("blame", "say", "date"):
        return None
    who = subject(scene, i)
    is_asked = who and scene.word(who[0] - 1) in ("how", "what", "where", "which")
    if who is None or is_asked or scene.any_in("aim", *who):
        return None  # "how the project is to", "the goal is to"
    what = verb_phrase(scene, to + 1)
    will_come = scene.surely_ahead(i, what[1] + 2)
    if scene.low[i] in ("was", "were") and not will_come:
        return None
    if scene.any_in("negation", i, to):
        return what, who, "ruled_out", what[1]
    status = "scheduled" if will_come else "planned"
    if only_happens(scene, to + 1) and not scene.is_pronoun(who):
        return who, None, status, what[1]
    return what, who, status, what[1]


def modal(scene: Scene, i: int) -> Step | None:
    """Match "will meet", "said it would meet" and, with a time ahead, "may meet"."""
    if _is_no_modal(scene, i):
        return None
    verb = scene.skip_adverbs(i + 1)
    if not scene.is_verb(verb) or scene.is_perfect(verb):
        return None
    what = verb_phrase(scene, verb)
    if scene.only_past(what[0], what[1] + 2) or scene.is_conditional(i) or scene.any_in("habit", i, what[0] + 1):
        return None
    is_negative = scene.any_in("negation", i, verb) and not scene.not_before(verb, what[1] + 2)
    is_negative = is_negative and "doubt" not in scene.low[i:verb]
    will_come = scene.surely_ahead(i, what[1] + 2)
    if scene.has(i, "would") and _is_unreal(scene, i, what, is_negative=is_negative):
        return None
    if scene.has(i, "may") and (is_negative or not will_come):
        is_put_forward = scene.low[i] == "should" and scene.any_in("directive", i - 14, i)
        if is_put_forward:
            return what, subject(scene, i), "proposed", what[1]
        return None
    if scene.word(i - 1) == "there" and scene.word(verb) == "be" and verb + 2 < scene.size:
        is_none = scene.word(verb + 1) == "no"
        what = noun_phrase(scene, verb + 1 + is_none)
        return what, None, "cancelled" if is_none else "expected", what[1]
    who = subject(scene, i)
    if who and (
        scene.any_in("question", who[0] - 2, who[0] + 1)
        or (scene.has(i - 1, "pronoun") and scene.has(i - 2, "question"))
    ):
        # "It is unclear when it will open"
        return (what, who, "undecided", what[1]) if scene.any_in("unknown", i - 12, i) else None
    if scene.floor and not will_come and scene.word(i - 1) in ("which", "that"):
        return None  # "will buy a hall, which will seat 900": a detail of the step before
    if who and "no" in scene.low[max(0, who[0] - 1) : who[0] + 1]:
        return what, who, "ruled_out", what[1]  # "no troops will be sent"
    off = off_status(scene, what[0])
    if off and who and not is_negative:
        return who, None, off, what[1]  # "the vote will be postponed"
    if is_negative:
        return what, who, "ruled_out", what[1]
    is_copula = scene.word(verb) == "be" and not scene.word(verb + 1).endswith(("ed", "held"))
    if who and not is_copula and only_happens(scene, verb) and not scene.is_pronoun(who):
        return who, None, "scheduled" if will_come and not scene.has(i, "may") else "expected", what[1]
    status = "expected" if scene.has(i, "may") else "scheduled" if will_come else "planned"
    return what, who, status, what[1]


def _is_no_modal(scene: Scene, i: int) -> bool:
    """Tell whether the word is a noun or a name: "the will", "Will"."""
    return (scene.has(i - 1, "possessive") and scene.low[i - 1] != "that") or (i > 0 and scene.is_capital(i))


def _is_unreal(scene: Scene, i: int, what: Range, *, is_negative: bool) -> bool:
    """Tell whether "would" only describes, wishes or looks back: "the meeting would be the third"."""
    if scene.has(what[0], "unreal") or "had" in scene.low[max(0, i - 9) : i] or scene.is_history([]):
        return True
    verbs = scene.sets["reporting"] | scene.sets["opinion"]
    saying = next((scene.low[k] for k in range(i - 1, max(-1, i - 26), -1) if scene.low[k] in verbs), "")
    if saying:
        return saying in scene.sets["opinion"]
    is_passive = scene.word(what[0]).endswith("ed")
    return is_negative or not (is_passive or scene.surely_ahead(i, what[1] + 2))


def _is_over(auxiliaries: list[str]) -> bool:
    return "had" in auxiliaries or "would" in auxiliaries or "hadn't" in auxiliaries
