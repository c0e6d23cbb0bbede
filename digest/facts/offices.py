"""The country of a public office that its text takes for granted: "the prime minister" of where the news is."""

from __future__ import annotations

from digest.facts import lists

TYPE_CHECKING = False
if TYPE_CHECKING:
    from digest.facts.scene import Role, Scene

# Who speaks for a country in another, or for all of them.
_ELSEWHERE = frozenset("ambassador ambassadors envoy envoys consul consuls rapporteur commissioner".split())  # noqa: SIM905
# Tokens of a sentence that are looked through: lists of names without a stop stay fast.
_LONGEST = 120


def home(scene: Scene) -> str | None:
    """Return the one country that a text is mostly about, or None.

    Words of the first fifth count double; another country with half as much or more leaves it open, and so
    does a country that is named in passing only.
    """
    count = len(scene.reading.tokens)
    weights: dict[str, float] = {}
    for first, found in scene.countries.items():
        if found.code and found.kind != "institution":
            weights[found.code] = weights.get(found.code, 0) + (2 if first * 5 < count else 1)
    ranked = sorted(weights, key=lambda code: -weights[code])
    # A senator's trip abroad does not make the senator a foreigner.
    if not ranked or weights[ranked[0]] < 3:
        return None
    second = weights[ranked[1]] if len(ranked) > 1 else 0
    return ranked[0] if weights[ranked[0]] > 3 * second else None


def near(scene: Scene, at: int) -> str | None:
    """Return the country of an office from its own sentence or the one before, where they name only one, or None."""
    last = min(at + _LONGEST, len(scene.reading.tokens))
    end = next((k for k in range(at + 1, last) if _begins_sentence(scene, k)), last)
    begin = at
    for _ in range(2):
        farthest = max(begin - _LONGEST, 0)
        while begin > farthest and not _begins_sentence(scene, begin):
            begin -= 1
        here = _countries(scene, begin, end)
        if len(here) > 1:
            here = _countries(scene, begin, at)
        if here:
            return here.pop() if len(here) == 1 else None
        begin -= 1
    return None


def _countries(scene: Scene, begin: int, end: int) -> set[str]:
    places = (scene.countries.get(k) for k in range(begin, end))
    return {found.code for found in places if found and found.code}


def has(scene: Scene, role: Role, code: str) -> bool:
    """Whether a state has the office at all: no president is New Zealand's, no prime minister the United States'."""
    lacking = lists.sections("people/offices")
    words = scene.reading.lows[slice(*role.role)] if role.role else []
    return not any(code in lacking.get(word, ()) for word in words)


def _begins_sentence(scene: Scene, at: int) -> bool:
    return scene.reading.opens[at] and (at == 0 or scene.reading.words[at - 1] in '.!?”"')


def is_public(scene: Scene, role: Role) -> bool:
    """Whether a role is an office of a state and of no other body or country."""
    if role.role is None or role.country:
        return False
    people = lists.sections("people/en")
    reading = scene.reading
    lows = reading.lows[slice(*role.role)]
    if not _ELSEWHERE.isdisjoint(lows) or {"secretary", "general"} <= {*lows} or "secretary-general" in lows:
        return False
    if role.organisation and not any(reading.words[at] in people["state-body"] for at in range(*role.organisation)):
        return False
    return any(
        reading.lows[at] in people["office"] and (reading.lows[at] != "general" or reading.upper[at])
        for at in range(*role.role)
    )
