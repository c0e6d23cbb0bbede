"""Who was involved: persons with their roles, acting organisations, and countries as parties."""

from __future__ import annotations

from digest.facts import lists, merging, names, offices, parties, roles
from digest.facts.importance import Places, weight
from digest.facts.reading import Reading
from digest.facts.scene import Scene
from digest.model import Participant, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.facts.scene import Range, Role
    from digest.model import Sentence


def can_read(language: str) -> bool:
    """Whether names are read in a language, given as its code: in English alone."""
    return language.startswith("en")


def name_of(language: str) -> str:
    """What a language is called in English, or its code."""
    code = language.replace("_", "-").partition("-")[0].lower()
    lines = (line.partition(" ") for line in lists.read("people/languages.txt").splitlines())
    return next((name for known, _, name in lines if known == code), f"the language {language[:20]!r}")


def find(text: str, sentences: Sequence[Sentence], *, language: str = "en") -> tuple[Participant, ...]:
    """Find the participants of an article, the most important first.

    Each stands once, under the fullest name, with every place where it is mentioned. English only:
    other languages give an empty tuple.
    """
    if not sentences or not can_read(language):
        return ()
    reading = Reading(text, language)
    scene = Scene(reading, names.find(reading))
    places = Places(sentences)
    ranked = [*_persons(scene, places), *_countries(scene, places), *_organisations(scene, places)]
    ranked.sort(key=lambda pair: -pair[0])
    return tuple(participant for _, participant in ranked)


Ranked = tuple[float, Participant]


def _persons(scene: Scene, places: Places) -> list[Ranked]:
    reading = scene.reading
    mentions = [(first, stop, reading.between(first, stop)) for first, stop, kind in scene.names if kind == "PER"]
    home = offices.home(scene)
    found = (_person(scene, group, places, home) for group in merging.group(mentions))
    return [person for person in found if person]


def _person(scene: Scene, group: list[merging.Mention], places: Places, home: str | None) -> Ranked | None:
    """One person from the mentions; a lone word without a role is too little."""
    reading = scene.reading
    fullest = max(len(merging.parts(name)) for _, _, name in group)
    at, role = _best_role(scene, group)
    full = [m for m in group if len(merging.parts(m[2])) == fullest]
    if fullest < 2 and not (role and role.role):
        return None
    named = group[at] if role and group[at] in full else full[0]
    spans = tuple(_span(reading, first, stop) for first, stop, _ in group)
    country = role.country if role else None
    participant = Participant(
        name=_span(reading, named[0], named[1]),
        kind="person",
        role=_maybe(reading, role.role if role else None),
        organisation=_maybe(reading, role.organisation if role else None),
        country=_maybe(reading, country),
        country_code=_code(scene, role) or _taken_for_granted(scene, role, named[0], home),
        mentions=spans,
        sentence=places.of(spans[group.index(named)]),
    )
    matters = weight(scene, places, [mention[:2] for mention in group]) + 3 * bool(participant.role)
    return matters, participant


def _countries(scene: Scene, places: Places) -> list[Ranked]:
    reading = scene.reading
    found = []
    for code, acting in parties.countries(scene).items():
        ranges = sorted({*acting, *parties.country_mentions(scene, code)})
        spans = tuple(_span(reading, *part) for part in ranges)
        plain = set(parties.country_mentions(scene, code))
        # A capital that speaks for its country lends it a name only where the text has no other.
        named = next((part for part in acting if part in plain), next(iter(sorted(plain)), acting[0]))
        name = _span(reading, *named)
        participant = Participant(
            name=name, kind="country", country_code=code, mentions=spans, sentence=places.of(name)
        )
        # In a list of countries only the last stands before the verb: here who acts is known better.
        leads = places.in_lead(reading.tokens[acting[0][0]].start)
        found.append((weight(scene, places, ranges, acts=leads), participant))
    return found


def _organisations(scene: Scene, places: Places) -> list[Ranked]:
    reading = scene.reading
    found = []
    for group in parties.organisations(scene):
        spans = tuple(_span(reading, *part) for part in group)
        name = max(spans, key=lambda span: span.end - span.start)
        country, code = _home_of_body(scene, group[0])
        participant = Participant(
            name=name,
            kind="organisation",
            country=_maybe(reading, country),
            country_code=code,
            mentions=spans,
            sentence=places.of(name),
        )
        found.append((weight(scene, places, group) - 1, participant))
    return found


def _home_of_body(scene: Scene, body: Range) -> tuple[Range | None, str | None]:
    """The country in front of a body ("Japan's Ministry of Defense") or within its name."""
    front = parties.country_before(scene, body[0])
    if front:
        return (front.first, front.stop), front.code or None
    return None, parties.home_of(scene, body)


def _best_role(scene: Scene, group: list[merging.Mention]) -> tuple[int, Role | None]:
    """The first mention that says who the person is, preferring one with a role to one with a body only."""
    weak: tuple[int, Role | None] = (0, None)
    for number, (first, stop, _) in enumerate(group[:20]):
        role = roles.of(scene, first, stop)
        if role and role.role:
            if weak[1] and not role.country and not role.organisation:
                role = role._replace(country=weak[1].country)
            return number, role
        if role and not weak[1]:
            weak = number, role
    return weak


def _code(scene: Scene, role: Role | None) -> str | None:
    """The country code that a role's own words give."""
    if role is None:
        return None
    for part in (role.country, role.role, role.organisation):
        if part is None:
            continue
        for at in range(*part):
            found = scene.countries.get(at)
            # The "New York Times" says nothing of its critic's country, "Bank of England" does.
            if found and found.code and not (part is role.organisation and found.kind in {"place", "capital"}):
                return found.code
    return None


def _taken_for_granted(scene: Scene, role: Role | None, at: int, home: str | None) -> str | None:
    """The country that a role's words leave unsaid: that of its body, or of where the news is for a public office."""
    if role is None:
        return None
    if role.organisation and not role.country:
        code = parties.home_of(scene, role.organisation)
        if code:
            return code
    if not offices.is_public(scene, role):
        return None
    return next((code for code in (offices.near(scene, at), home) if code and offices.has(scene, role, code)), None)


def _span(reading: Reading, first: int, stop: int) -> Span:
    begin, end = reading.tokens[first].start, reading.tokens[stop - 1].end
    return Span(reading.text[begin:end], begin, end)


def _maybe(reading: Reading, part: Range | None) -> Span | None:
    return _span(reading, *part) if part else None
