"""One card for a story: each person, country, organisation, date and next step once, with every article that has it."""

from __future__ import annotations

from digest.facts.merging import generation
from digest.model import Merged, Told
from digest.stories import names
from digest.stories.events import Event, same_event
from digest.stories.spans_of_time import compatible
from digest.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence
    from typing import Any

    from digest.model import Brief

    Key = tuple[str, ...]
    Name = tuple[Key, str]  # and what tells a son from his father

# Facts of one story that are compared, each article's first ones first: a group of pages of lists stays fast.
_MOST = 1500
_MOST_STEPS = 300


class Card(Value):
    """The merged facts of a story, those that most articles tell first."""

    participants: tuple[Merged, ...]
    dates: tuple[Merged, ...]
    next_steps: tuple[Merged, ...]


class One(Value):
    """A fact as one article has it: the article's place among the briefs, the fact's place on its card."""

    article: int
    place: int
    fact: Any


def merge(briefs: Sequence[Brief]) -> Card:
    """Merge the cards of the articles of one story, the best article first."""
    return Card(participants(briefs), dates(briefs), next_steps(briefs))


def participants(briefs: Sequence[Brief]) -> tuple[Merged, ...]:
    """Each participant once, under the name that says most, with the best role."""
    found = _all(briefs, "participants")
    groups = (
        persons([one for one in found if one.fact.kind == "person"])
        + countries([one for one in found if one.fact.kind == "country"])
        + organisations([one for one in found if one.fact.kind == "organisation"])
    )
    made = [_merged(briefs, group, _fullness) for group in groups]
    return _ordered(made, [min((one.place, one.article) for one in group) for group in groups])


def dates(briefs: Sequence[Brief]) -> tuple[Merged, ...]:
    """Each date once: equal values are one, and so are equal words where the value is open."""
    found = _all(briefs, "dates")
    by_value: dict[str, list[One]] = {}
    by_words: dict[str, set[str]] = {}
    for one in found:
        if one.fact.value is not None:
            by_value.setdefault(one.fact.value, []).append(one)
            by_words.setdefault(_folded(one.fact.text.text), set()).add(one.fact.value)
    open_dates: dict[str, list[One]] = {}
    for one in found:
        if one.fact.value is None:
            words = _folded(one.fact.text.text)
            values = by_words.get(words, set())
            (by_value[min(values)] if len(values) == 1 else open_dates.setdefault(words, [])).append(one)
    groups = [*by_value.values(), *open_dates.values()]
    made = [_merged(briefs, group, lambda one: one.fact.value is not None) for group in groups]
    return _ordered(made, [min((one.article, one.place) for one in group) for group in groups])


def next_steps(briefs: Sequence[Brief]) -> tuple[Merged, ...]:
    """Each step once: one event, actors and dates that do not exclude each other."""
    found = _all(briefs, "next_steps", _MOST_STEPS)
    events = {id(one): Event.of(one.fact, briefs[one.article].article.language) for one in found}

    def alike(one: One, other: One) -> bool:
        return compatible(one.fact.date, other.fact.date) and same_event(events[id(one)], events[id(other)])

    order = sorted(found, key=lambda one: (-len(one.fact.date or ""), one.fact.date or "", _words_key(one)))
    groups = _gathered(order, alike)
    made = [_merged(briefs, group, _definiteness) for group in groups]
    return _ordered(made, [min((one.article, one.place) for one in group) for group in groups])


def _definiteness(one: One) -> tuple[bool, bool]:
    return one.fact.date is not None, one.fact.who is not None


def _all(briefs: Sequence[Brief], kind: str, most: int = _MOST) -> list[One]:
    found = [
        One(article, place, fact)
        for article, brief in enumerate(briefs)
        for place, fact in enumerate(getattr(brief.card, kind))
    ]
    return sorted(found, key=lambda one: (one.place, one.article))[:most]


def _words_key(one: One) -> tuple[int, str, str, int]:
    return -len(one.fact.what.text), one.fact.what.text, one.fact.sentence.text, one.fact.what.start


def _gathered(order: Iterable[One], alike: Callable[[One, One], bool]) -> list[list[One]]:
    """Put each fact to the first group with whose every member it agrees."""
    groups: list[list[One]] = []
    for one in order:
        home = next((group for group in groups if all(alike(one, other) for other in group)), None)
        if home is None:
            groups.append([one])
        else:
            home.append(one)
    return groups


def persons(found: Sequence[One]) -> list[list[One]]:
    """Gather persons: full names first, the fullest before the shorter; then lone surnames that only one may bear."""
    by_name: dict[Name, list[One]] = {}
    for one in found:
        text = one.fact.name.text
        by_name.setdefault((names.key(text), generation(text)), []).append(one)
    order = sorted(by_name, key=lambda name: (-len(name[0]), -len("".join(name[0])), name))
    apart = _of_one_article(by_name)
    groups: list[list[Name]] = []
    by_sound: dict[str, list[list[Name]]] = {}
    for name in order:
        if len(name[0]) < 2:
            continue
        sounds = list(map(names.sound, name[0]))
        near = {id(group): group for sound in sounds for group in by_sound.get(sound, ())}
        homes = [
            group
            for group in near.values()
            if all(_may_be_one_person(other, name) and (other, name) not in apart for other in group)
        ]
        if len(homes) == 1:
            homes[0].append(name)
        else:  # "J. Smith" where there are John and Jane stays by itself
            groups.append([name])
        for sound in sounds:
            by_sound.setdefault(sound, []).append(groups[-1] if len(homes) != 1 else homes[0])
    for name in order:
        if len(name[0]) != 1:
            continue
        homes = _bearers(name, groups)
        if len(homes) == 1:
            homes[0].append(name)
        elif not homes:
            groups.append([name])
    return [[one for name in group for one in by_name[name]] for group in groups]


def _may_be_one_person(one: Name, other: Name) -> bool:
    return one[1] == other[1] and names.same_person(one[0], other[0])


def _of_one_article(by_name: dict[Name, list[One]]) -> set[tuple[Name, Name]]:
    """Pairs of names that one article tells apart."""
    of_article: dict[int, list[Name]] = {}
    for name, found in by_name.items():
        for article in {one.article for one in found}:
            of_article.setdefault(article, []).append(name)
    return {(one, other) for told in of_article.values() for one in told for other in told if one != other}


def _bearers(lone: Name, groups: list[list[Name]]) -> list[list[Name]]:
    """The persons a lone word may mean: by surname first, then by any first word; of father and son the father."""
    word, age = lone
    for at in (-1, 0):
        homes = [group for group in groups if any(names.same_surname_spelling(key[at], word[0]) for key, _ in group)]
        if age or len(homes) > 1:
            homes = [group for group in homes if group[0][1] == age] or homes
        if homes:
            return homes
    return []


def countries(found: Sequence[One]) -> list[list[One]]:
    """Gather countries by code, or by name where that gives none."""
    groups: dict[Hashable, list[One]] = {}
    for one in found:
        groups.setdefault(one.fact.country_code or names.key(one.fact.name.text), []).append(one)
    return list(groups.values())


def organisations(found: Sequence[One]) -> list[list[One]]:
    """Gather organisations; those of two countries stay apart, a name that fits several stays by itself."""
    by_key: dict[tuple[Key, str], list[One]] = {}
    for one in found:
        by_key.setdefault((names.key(one.fact.name.text), one.fact.country_code or ""), []).append(one)
    groups: list[list[tuple[Key, str]]] = []
    for key in sorted(by_key, key=lambda key: (not key[1], -len("".join(key[0])), key)):
        homes = [group for group in groups if all(_may_be_one_body(key, other) for other in group)]
        if len(homes) == 1:
            homes[0].append(key)
        else:
            groups.append([key])
    return [[one for key in group for one in by_key[key]] for group in groups]


def _may_be_one_body(one: tuple[Key, str], other: tuple[Key, str]) -> bool:
    if one[1] and other[1] and one[1] != other[1]:
        return False
    return names.same_organisation(one[0], other[0])


def _fullness(one: One) -> tuple[bool, int, int]:
    """How much a telling of a participant says: a full name, then a role with its body and country."""
    fact = one.fact
    told = 8 * bool(fact.role) + 4 * bool(fact.organisation) + 2 * bool(fact.country) + bool(fact.country_code)
    length = len(names.key(fact.name.text))
    return length > 1 or fact.kind != "person", told if fact.kind == "person" else 0, length


def _merged(briefs: Sequence[Brief], group: list[One], worth: Callable[[One], Any]) -> Merged:
    """The best telling, of the best article among equals, and one telling an article."""
    ordered = sorted(group, key=lambda one: (one.article, one.place))
    best = ordered[0]
    for one in ordered[1:]:
        if worth(one) > worth(best):
            best = one
    tellings = {best.article: best}
    for one in ordered:
        tellings.setdefault(one.article, one)
    told = tuple(_told(briefs, tellings[article]) for article in sorted(tellings))
    return Merged(best.fact, briefs[best.article].article.id, told)


def _told(briefs: Sequence[Brief], one: One) -> Told:
    fact = one.fact
    span = getattr(fact, "name", None) or getattr(fact, "what", None) or fact.text
    return Told(briefs[one.article].article.id, span, fact.sentence)


def _ordered(made: list[Merged], places: list[tuple[int, int]]) -> tuple[Merged, ...]:
    order = sorted(range(len(made)), key=lambda n: (-len(made[n].told), places[n], made[n].article))
    return tuple(made[n] for n in order)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
