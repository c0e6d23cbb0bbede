"""Why a participant is on the card as it is: which words or habits gave its name, role, organisation and country."""

from __future__ import annotations

from digest.facts import merging, names, offices, parties, people
from digest.facts.reading import Reading
from digest.facts.scene import Scene

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.facts.scene import Range
    from digest.model import Participant, Sentence, Span

# From the sign or word after a name to what a role behind it is.
_BEHIND = {
    ",": "apposition after the name",
    "(": "in brackets after the name",
    "is": "“is” after the name",
    "was": "“was” after the name",
    "became": "“became” after the name",
    "remains": "“remains” after the name",
    "as": "“as” after the name",
    "–": "after a dash behind the name",
    "—": "after a dash behind the name",
    "of": "“of” after the name",
    "from": "“from” after the name",
}
_FIELDS = ("name", "forms", "role", "organisation", "country", "country_code")
_MOST_FORMS = 4


def explain(
    text: str, sentences: Sequence[Sentence], *, language: str = "en"
) -> tuple[tuple[Participant, dict[str, str]], ...]:
    """Return each participant with the cue of each of its fields that is filled.

    >>> from digest.text import sentences
    >>> text = "French Foreign Minister Ana Silva spoke."
    >>> [(p.name.text, cues["role"], cues["country"]) for p, cues in explain(text, sentences.split(text))]
    [('Ana Silva', 'title before the name', 'in front of the role')]
    """
    found = people.find(text, sentences, language=language)
    if not found:
        return ()
    reading = Reading(text, language)
    ruled = set(names.by_rules(reading))
    scene = Scene(reading, names.find(reading))
    return tuple((participant, _cues(scene, ruled, participant)) for participant in found)


def in_words(cues: dict[str, str]) -> str:
    """Say the cues of a participant in one line.

    >>> in_words({"name": "rules and model", "mentions": "3", "role": "title before the name"})
    'name: rules and model, 3 mentions; role: title before the name'
    """
    count = cues.get("mentions", "1")
    parts = [f"{field.replace('_', ' ')}: {cues[field]}" for field in _FIELDS if field in cues]
    if count != "1" and parts:
        parts[0] += f", {count} mentions"
    return "; ".join(parts)


def _cues(scene: Scene, ruled: set[tuple[int, int, str]], participant: Participant) -> dict[str, str]:
    """The cues of one participant."""
    name = _range(scene, participant.name)
    cues = {"mentions": str(len(participant.mentions))}
    if forms := _forms(participant):
        cues["forms"] = forms
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


def _forms(participant: Participant) -> str:
    """How the other forms of a name were put to it: "Cook" to "Daniel Cook"."""
    full = merging.parts(participant.name.text)
    reasons: dict[str, str] = {}
    for mention in participant.mentions:
        form = " ".join(mention.text.split())
        parts = merging.parts(form)
        if form in reasons or parts == full or len(reasons) >= _MOST_FORMS:
            continue
        reasons[form] = _reason_of_form(parts, full, participant.kind)
    return ", ".join(f"“{form}” ({why})" for form, why in reasons.items())


def _reason_of_form(parts: tuple[str, ...], full: tuple[str, ...], kind: str) -> str:
    if kind == "country":
        return "the same country"
    if kind == "organisation":
        return "short for the full name"
    if len(parts) == 1:
        end = "surname" if full[-1:] == parts else "first name" if full[:1] == parts else "part"
        return f"{end} of the full name"
    return "initials or fewer names agree" if len(parts) != len(full) or parts[-1:] == full[-1:] else "the same words"


def _place_of_role(scene: Scene, participant: Participant, role: Span) -> str:
    """Where the role stands seen from the nearest mention of the person."""
    nearest = min(participant.mentions, key=lambda span: min(abs(span.start - role.end), abs(role.start - span.end)))
    text, lows = scene.reading.text, scene.reading.lows
    if role.end <= nearest.start:
        between = text[role.end : nearest.start]
        # The body of "director of Velora, Ana Silva" stands between, and so do the first names of a list.
        beside = max([role.end, *(s.end for s in (participant.organisation, participant.country) if s)])
        if any(c.isalpha() for c in text[beside : nearest.start]):
            return "title before a list of names"
        return "description before the name, with a comma" if "," in between else "title before the name"
    place, at = _range(scene, nearest), _range(scene, role)
    if place is None or at is None:
        return "after the name"
    after = lows[place[1] : at[0]]
    if "who" in after:
        who = after.index("who")
        return f"“{' '.join(after[who : who + 2])}” after the name"
    if "as" in after[1:]:
        return f"“{' '.join(after[: after.index('as') + 1])}” after the name"
    return _BEHIND.get(lows[place[1]], "after the name")


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
