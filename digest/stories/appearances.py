"""The same person or organisation over articles that have nothing else in common."""

from __future__ import annotations

from digest.stories import merging, names
from digest.stories.merging import One
from digest.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from digest.model import Participant

    Key = tuple[str, ...]


class Telling(Value):
    """An article's id and the participant as that article has it."""

    article: str
    participant: Participant


class Somebody(Value):
    """One participant with every article that names them; `names` holds each form of the name, the fullest first."""

    kind: str
    names: tuple[str, ...]
    tellings: tuple[Telling, ...]


def of(wanted: Key, cards: Sequence[tuple[str, Sequence[Participant]]]) -> tuple[Somebody, ...]:
    """Find who on the cards of articles (by id) bears a name, given as `names.key` makes it.

    Persons of one surname stay apart. A lone surname goes to the one person who may be meant, by country and office;
    where several may it stands by itself.
    """
    found = [
        One(number, place, participant)
        for number, (_, participants) in enumerate(cards)
        for place, participant in enumerate(participants)
    ]
    groups = [group for group in _persons(wanted, found) if _is_called(wanted, group)]
    groups += _others(wanted, found)
    return tuple(_somebody(group, cards) for group in groups)


def _somebody(group: list[One], cards: Sequence[tuple[str, Sequence[Participant]]]) -> Somebody:
    counts: dict[str, int] = {}
    for one in group:
        for mention in one.fact.mentions:
            form = " ".join(mention.text.split())
            counts[form] = counts.get(form, 0) + 1
    forms = sorted(counts, key=lambda form: (-form.count(" "), -counts[form], form))
    tellings: dict[int, Participant] = {}
    for one in sorted(group, key=lambda one: (one.article, one.place)):
        tellings.setdefault(one.article, one.fact)
    told = tuple(Telling(cards[number][0], participant) for number, participant in tellings.items())
    return Somebody(group[0].fact.kind, tuple(forms), told)


def _persons(wanted: Key, found: Iterable[One]) -> list[list[One]]:
    """Persons who share a word with the name: those with full names, then lone surnames where they belong."""
    alike = [one for one in found if one.fact.kind == "person" and _shares(wanted, names.key(one.fact.name.text))]
    groups = merging.persons([one for one in alike if len(names.key(one.fact.name.text)) > 1])
    lone: dict[str, list[One]] = {}
    additions: list[tuple[list[One], One]] = []
    for one in alike:
        key = names.key(one.fact.name.text)
        if len(key) > 1:
            continue
        home = _home(one, key[0], groups)
        if home is None:
            lone.setdefault(names.sound(key[0]), []).append(one)
        else:
            additions.append((home, one))
    for home, one in additions:
        home.append(one)
    return [*groups, *lone.values()]


def _shares(wanted: Key, key: Key) -> bool:
    ends = {names.sound(key[0]), names.sound(key[-1])} if key else set[str]()
    return not ends.isdisjoint((names.sound(wanted[0]), names.sound(wanted[-1])))


def _home(lone: One, surname: str, groups: list[list[One]]) -> list[One] | None:
    """The one person a lone surname may mean: of that office, or where only one has the name, of that country."""
    bearers = [group for group in groups if any(_ends_with(one, surname) for one in group)]
    homes = [group for group in bearers if _may_be(lone, group, by_country=len(bearers) == 1)]
    return homes[0] if len(homes) == 1 else None


def _ends_with(one: One, surname: str) -> bool:
    return names.same_surname_spelling(names.key(one.fact.name.text)[-1], surname)


def _may_be(lone: One, group: list[One], *, by_country: bool) -> bool:
    codes = {one.fact.country_code for one in group if one.fact.country_code}
    code = lone.fact.country_code
    if code and codes and code not in codes:
        return False
    offices = set().union(*map(_offices, group))
    return bool(offices & _offices(lone)) or (by_country and (not offices or code in codes))


def _offices(one: One) -> set[str]:
    """The words of a role, its country and its body."""
    fact = one.fact
    return {word for part in (fact.role, fact.organisation) if part for word in names.key(part.text) if len(word) > 2}


def _is_called(wanted: Key, group: list[One]) -> bool:
    """Whether a person's full names, or a lone one where no more is known, agree with the name."""
    keys = {names.key(one.fact.name.text) for one in group}
    full = [key for key in keys if len(key) > 1]
    if len(wanted) > 1:
        return any(names.same_person(wanted, key) for key in full)
    return any(names.same_surname_spelling(wanted[0], part) for key in full or keys for part in (key[0], key[-1]))


def _others(wanted: Key, found: Sequence[One]) -> list[list[One]]:
    """Organisations any of whose forms is the name, and countries that are called so."""
    bodies = [one for one in found if one.fact.kind == "organisation" and _has_form(wanted, one.fact)]
    lands = [one for one in found if one.fact.kind == "country" and _has_form(wanted, one.fact)]
    return merging.organisations(bodies) + merging.countries(lands)


def _has_form(wanted: Key, participant: Participant) -> bool:
    forms = {names.key(mention.text) for mention in participant.mentions}
    return any(names.same_organisation(wanted, form) for form in forms if form)
