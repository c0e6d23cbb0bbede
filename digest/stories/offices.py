"""Names told differently: two persons in one office."""

from __future__ import annotations

from digest.model import Conflict, Told
from digest.stories import names
from digest.stories.numbers import lists

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.model import Brief, Participant

_OPENING = 5  # stops and line breaks before a name

_Office = tuple[str, ...]


def held_by_two(briefs: Sequence[Brief]) -> tuple[Conflict, ...]:
    """Find offices of one country or body that different articles give to different persons.

    An article that names both persons knows them apart: then there is no conflict.
    """
    holders: dict[_Office, list[tuple[int, Participant]]] = {}
    for number, brief in enumerate(briefs):
        for person in brief.card.participants:
            office = _office(person)
            if office and _is_of_the_news(brief, person):
                holders.setdefault(office, []).append((number, person))
    found = []
    for held in holders.values():
        for number, person in held:
            others = [
                (n, other) for n, other in held if n > number and _differ(person, other)
                and not _names_both(briefs[n], person, other) and not _names_both(briefs[number], person, other)
            ]  # fmt: skip
            if others and person.role:
                sides = ((number, person), others[0])
                told = tuple(Told(briefs[n].article.id, who.name, who.sentence) for n, who in sides)
                found.append(Conflict("name", person.role.text, told))
                break
    return tuple(found)


def _office(person: Participant) -> _Office:
    """What identifies an office that only one person holds: its words, and whose it is; () for others."""
    if person.kind != "person" or person.role is None:
        return ()
    role = [word for word in names.key(person.role.text) if word not in {"the", "of", "for", "and", "s"}]
    kinds = lists("offices")
    if kinds["offices"].isdisjoint(role) or not kinds["not now"].isdisjoint(role):
        return ()
    if person.organisation:
        return (*sorted(role), "|", *names.key(person.organisation.text))
    if person.country_code and kinds["of places"].isdisjoint(role):
        return (*sorted(role), "|", person.country_code)
    if person.country_code and "minister" in role and len(role) > 1:
        return (*sorted(role), "|", person.country_code)
    return ()


def _is_of_the_news(brief: Brief, person: Participant) -> bool:
    """Whether a full name stands in the opening: "under President Clinton", further down, is of another time."""
    text = brief.article.text
    after = text[person.name.end : person.name.end + 2]
    opening = text.count(". ", 0, person.name.start) + text.count("\n", 0, person.name.start)
    return len(names.key(person.name.text)) > 1 and after not in {"'s", "’s"} and opening < _OPENING


def _differ(one: Participant, other: Participant) -> bool:
    first, second = names.key(one.name.text), names.key(other.name.text)
    if len(first) > 1 and len(second) > 1:
        return not names.same_person(first, second)
    return not any(names.same_surname_spelling(word, another) for word in first for another in second)


def _names_both(brief: Brief, one: Participant, other: Participant) -> bool:
    surnames = {names.key(person.name.text)[-1] for person in (one, other)}
    words = set(names.key(brief.article.text))
    return surnames <= words
