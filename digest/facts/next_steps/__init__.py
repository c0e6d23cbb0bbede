"""What comes next: events and actions that the article says lie ahead."""

from __future__ import annotations

from digest.facts.next_steps import score
from digest.facts.next_steps.agents import clean
from digest.facts.next_steps.clauses import speaker_after, verb_group
from digest.facts.next_steps.cues import load
from digest.facts.next_steps.events import timetable
from digest.facts.next_steps.matching import also, match
from digest.facts.next_steps.scene import Scene
from digest.facts.next_steps.when import times
from digest.facts.next_steps.words import Words
from digest.model import NextStep, Span

TYPE_CHECKING = False  # the import of typing costs more than this module
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from digest.facts.next_steps.cues import Cues
    from digest.facts.next_steps.scene import Range, Step
    from digest.facts.next_steps.when import Time
    from digest.model import DateFact, Sentence

    Explained = tuple[NextStep, Span, str]  # a step, its cue, the kind of frame that the cue opened

_CLAUSE_ENDS = frozenset(',.;:!?"”()')
_OFF = frozenset(("cancelled", "postponed"))
_LONGEST_CLAUSE = 12  # words
_LONGEST = 3000  # characters: what is longer is no sentence of prose


def find(
    text: str,
    sentences: Sequence[Sentence],
    *,
    dates: Sequence[DateFact] = (),
    published: datetime | date | None = None,
    language: str = "en",
) -> tuple[NextStep, ...]:
    """Find the next steps of an article, in reading order.

    >>> from digest.model import Sentence
    >>> text = "Norway plans to open two consulates next year."
    >>> step = find(text, [Sentence(text, 0, len(text))])[0]
    >>> step.who.text, step.status, step.what.text, step.when.text
    ('Norway', 'planned', 'open two consulates', 'next year')
    """
    found = explained(text, sentences, dates=dates, published=published, language=language)
    return tuple(step for step, _, _ in found)


def explained(
    text: str,
    sentences: Sequence[Sentence],
    *,
    dates: Sequence[DateFact] = (),
    published: datetime | date | None = None,
    language: str = "en",
    least: float = score.LEAST,
) -> tuple[Explained, ...]:
    """Find the next steps that score `least` or more, each with its cue and the kind of frame that this opened.

    >>> from digest.model import Sentence
    >>> text = "Norway plans to open two consulates next year."
    >>> _, cue, kind = explained(text, [Sentence(text, 0, len(text))])[0]
    >>> cue.text, kind
    ('plans', 'to')
    """
    cues = load(language)
    if cues is None:
        return ()
    ordered = sorted(dates, key=lambda fact: fact.text.start)
    steps: list[Explained] = []
    first = 0
    for sentence in sentences:
        while first < len(ordered) and ordered[first].text.start < sentence.start:
            first += 1
        last = first
        while last < len(ordered) and ordered[last].text.end <= sentence.end:
            last += 1
        if sentence.end - sentence.start <= _LONGEST:
            steps += _of_sentence(text, sentence, ordered[first:last], published, cues)
        first = last
    scored = ((step.__replace__(score=score.score(step, kind)), cue, kind) for step, cue, kind in steps)
    return tuple(one for one in scored if one[0].score >= least)


def _of_sentence(
    text: str, sentence: Sentence, dates: Sequence[DateFact], published: date | None, cues: Cues
) -> list[Explained]:
    words = Words(text, sentence.start, sentence.end)
    scene = Scene(words, times(words, dates, published, cues), cues)
    steps: list[Explained] = []
    if words.word(words.size - 1) == "?":
        return steps
    i = 0
    while i < scene.size:
        step = match(scene, i)
        if step and (made := _next_step(scene, sentence, step)):
            if steps and _is_same(steps[-1][0], made):
                # "The talks, set for May, have been cancelled": the later word holds.
                made = _renewed(steps.pop()[0], made)
            steps.append((made, *_cue(scene, made)))
            i = max(i, step[3] - 1)
            if (step := also(scene, step)) and (made := _next_step(scene, sentence, step)):
                steps.append((made, *_cue(scene, made)))
                i = max(i, step[3] - 1)
        i += 1
    if not steps and (step := timetable(scene)) and (made := _next_step(scene, sentence, step)):
        scene.cue = 0, 0, "timetable"
        steps.append((made, *_cue(scene, made)))
    return steps


def _cue(scene: Scene, step: NextStep) -> tuple[Span, str]:
    first, stop, kind = scene.cue
    return scene.words.span(first, stop) or step.when or step.what, kind


def _next_step(scene: Scene, sentence: Sentence, step: Step) -> NextStep | None:
    what, who, status, scan = step
    named = scene.words.span(*what)
    if named is None:
        return None
    time = _time_of(scene, what, scan)
    if _says_nothing(scene, what) or _is_anybody(scene, who, what) or _is_talk(scene, who, what):
        return None
    scene.floor = max(scan, time[1]) if time else scan
    agent = _agent(scene, who, scan)
    return NextStep(
        what=named,
        who=scene.words.span(*agent) if agent else None,
        when=scene.words.span(time[0], time[1]) if time else _clause_of_time(scene, scan),
        date=time[2] if time else None,
        status=status,
        sentence=Span(sentence.text, sentence.start, sentence.end),
    )


def _says_nothing(scene: Scene, what: Range) -> bool:
    """Tell whether a verb phrase names no action: "do it", "be there"."""
    if scene.surely_ahead(what[0], what[1] + 2):
        return False  # "will try again in May"
    first = scene.skip_adverbs(what[0])
    fillers, adverbs = scene.sets["pro-form"], scene.sets["adverb"]
    rest = scene.low[first + 1 : what[1]]
    return scene.has(first, "light verb") and all(word in fillers or word in adverbs for word in rest)


def _is_talk(scene: Scene, who: Range | None, what: Range) -> bool:
    """Tell talk in a quotation from a step: "they will push me", "you'll be fine"."""
    if scene.surely_ahead(what[0], what[1] + 2):
        return False
    if not scene.is_quoted:
        return False
    is_judgement = scene.low[what[0]] == "be" and (who is None or scene.is_pronoun(who)) and not scene.ahead(*what)
    return is_judgement or scene.any_in("spoken to", *what)


def _is_anybody(scene: Scene, who: Range | None, what: Range) -> bool:
    """Tell a general rule in a quotation from a step: "anyone who commits a crime will be punished"."""
    for k in range(max(0, what[0] - 12), what[0]):
        if scene.has(k, "anybody") and scene.word(k + 1) in ("who", "that"):
            return True
    if who is None or not scene.has(who[0], "anybody"):
        return False
    return scene.is_quoted or scene.low[who[0]] == "you"


def _is_same(last: NextStep, made: NextStep) -> bool:
    """Tell whether a step speaks of the one before: "the race, due to be run in May, is off"."""
    return made.what == last.what or (made.status in _OFF and made.what == last.who)


def _renewed(last: NextStep, made: NextStep) -> NextStep:
    dated = made if made.when else last
    return NextStep(
        what=made.what,
        who=made.who or (last.who if last.who != made.what else None),
        when=dated.when,
        date=dated.date,
        status=made.status,
        sentence=made.sentence,
    )


def _agent(scene: Scene, who: Range | None, scan: int) -> Range | None:
    """Put the speaker of a quotation for its pronoun; a pronoun alone names nobody."""
    if who is None:
        return None
    if scene.is_pronoun(who):
        who = speaker_after(scene, scan) if scene.has(who[0], "personal pronoun") else None
    return clean(scene, who) if who else None


def _clause_of_time(scene: Scene, first: int) -> Span | None:
    """Take "once the sale is complete" right after a step that has no other time."""
    if not scene.has(first, "clause of time") and scene.low[first : first + 3] != ["as", "soon", "as"]:
        return None
    stop = first + 1
    while stop < scene.size and scene.low[stop] not in _CLAUSE_ENDS:
        stop += 1
    is_clause = any(scene.has(k, "finite") for k in range(first + 1, stop))
    return scene.words.span(first, stop) if is_clause and stop - first <= _LONGEST_CLAUSE else None


def _time_of(scene: Scene, what: Range, scan: int) -> Time | None:
    """Choose the time phrase after the step, else one at the head of its clause."""
    for time in scene.times:
        if time[0] >= what[0] and time[3] >= 0 and time[0] - scan < 8:
            # "the upcoming talks, which are expected in May"
            is_parted = scene.cue[2] != "upcoming" and _is_parted(scene, scan, time[0])
            return None if is_parted or _is_bare_year(scene, time) else time
    cue = verb_group(scene, scene.cue[0])
    for time in reversed(scene.times):
        # "announced on Friday that": the time of saying is not the time of the step.
        is_of_speech = scene.has(time[0] - 1, "reporting") or scene.has(time[1], "reporting")
        if scene.floor <= time[0] and time[1] <= what[0] and time[3] >= 0 and not is_of_speech:
            is_other = scene.low[time[0]] == "for" or _is_bare_year(scene, time)
            return None if is_other or _is_parted(scene, time[1], cue) else time
    return None


def _is_parted(scene: Scene, first: int, stop: int) -> bool:
    """Tell whether a verb or a word that opens a clause stands in first..stop: what is beyond has a time of its own."""
    return any(scene.any_in(name, first, stop) for name in ("finite", "reporting", "clause opener"))


def _is_bare_year(scene: Scene, time: Time) -> bool:
    """Tell "2030 earnings", of which year they are, from "in 2030"."""
    return time[1] - time[0] == 1 and scene.low[time[0]].isdigit() and not scene.has(time[0] - 1, "preposition")
