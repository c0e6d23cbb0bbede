"""Why a participant is on the card as it is: which words or habits gave its name, role, organisation and country."""

from __future__ import annotations

from digest.facts import names, offices, parties, people
from digest.facts.reading import Reading
from digest.facts.scene import Scene

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.facts.scene import Range
    from digest.model import Participant, Sentence, Span

# From the sign or word after a name to what a role behind it is.
_BEHIND = {
    ",": "apposition",
    "(": "in brackets after the name",
    "is": "linking verb",
    "was": "linking verb",
    "became": "linking verb",
    "remains": "linking verb",
    "as": "after as",
    "–": "after a dash",
    "—": "after a dash",
    "of": "after of",
    "from": "after from",
}


def explain(
    text: str, sentences: Sequence[Sentence], *, language: str = "en"
) -> tuple[tuple[Participant, dict[str, str]], ...]:
    """Return each participant with the cue of each of its fields that is filled.

    >>> from digest.text import sentences
    >>> text = "French Foreign Minister Ana Silva spoke."
    >>> [(p.name.text, cues["role"], cues["country"]) for p, cues in explain(text, sentences.split(text))]
    [('Ana Silva', 'before the name', 'in front of the role')]
    """
    found = people.find(text, sentences, language=language)
    if not found:
        return ()
    reading = Reading(text, language)
    ruled = set(names.by_rules(reading))
    scene = Scene(reading, names.find(reading))
    return tuple((participant, _cues(scene, ruled, participant)) for participant in found)


def _cues(scene: Scene, ruled: set[tuple[int, int, str]], participant: Participant) -> dict[str, str]:
    """The cues of one participant."""
    name = _range(scene, participant.name)
    cues = {"mentions": str(len(participant.mentions))}
    if participant.kind == "country":
        cues["name"] = "country table, with a verb of acting"
    elif name:
        kind = "PER" if participant.kind == "person" else "ORG"
        cues["name"] = "rules and model" if (*name, kind) in ruled else "model"
    if participant.role:
        cues["role"] = _place_of_role(scene, participant, participant.role)
    for field, span in (("organisation", participant.organisation), ("country", participant.country)):
        if span:
            cues[field] = _place_beside(participant.role or participant.name, span, bool(participant.role))
    if participant.country_code:
        cues["country_code"] = _reason_of_code(scene, participant, name)
    return cues


def _place_of_role(scene: Scene, participant: Participant, role: Span) -> str:
    """Where the role stands seen from the nearest mention of the person."""
    nearest = min(participant.mentions, key=lambda span: min(abs(span.start - role.end), abs(role.start - span.end)))
    if role.end <= nearest.start:
        return "before the name"
    place = _range(scene, nearest)
    after = scene.reading.lows[place[1]] if place else ""
    return _BEHIND.get(after, "after the name")


def _place_beside(anchor: Span, span: Span, has_role: bool) -> str:
    what = "the role" if has_role else "the name"
    if anchor.start <= span.start and span.end <= anchor.end:
        return f"inside {what}"
    return f"in front of {what}" if span.end <= anchor.start else f"behind {what}"


def _reason_of_code(scene: Scene, participant: Participant, name: Range | None) -> str:
    """What the country code was taken from."""
    code = participant.country_code
    parts = (("country", participant.country), ("role", participant.role), ("organisation", participant.organisation))
    for field, span in parts:
        place = _range(scene, span) if span else None
        if place and any(at in scene.countries and scene.countries[at].code == code for at in range(*place)):
            return f"words of the {field}"
    body = _range(scene, participant.organisation) if participant.organisation else None
    if body and parties.home_of(scene, body) == code:
        return "another mention of the organisation"
    if name and participant.kind == "person" and offices.near(scene, name[0]) == code:
        return "the only country in its sentence or the one before"
    if participant.kind == "person":
        return "the country that the text is mostly about"
    return "words of the name"


def _range(scene: Scene, span: Span) -> Range | None:
    """The tokens of a span."""
    tokens = scene.reading.tokens
    first = next((at for at, token in enumerate(tokens) if token.start >= span.start), len(tokens))
    stop = next((at for at, token in enumerate(tokens) if token.end > span.end), len(tokens))
    return (first, stop) if first < stop else None
