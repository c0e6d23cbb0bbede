"""A text as the role finder sees it: tokens, names by where they begin and end, countries, word lists."""

from __future__ import annotations

from collections import namedtuple

from digest.facts import kinds, lists

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple

    from digest.facts.reading import Reading

    class Role(NamedTuple):
        """What a text says of a person at one mention, as ranges of tokens; a missing part is None."""

        role: Range | None
        organisation: Range | None = None
        country: Range | None = None

else:
    Role = namedtuple("Role", "role organisation country", defaults=(None, None))

Range = tuple[int, int]
APOSTROPHES = frozenset("'’")
DASHES = frozenset("-‐‑")
LONG_DASHES = frozenset("–—")
ARTICLES = frozenset("the a an".split())  # noqa: SIM905
OWNERS = frozenset("his her its their our my your whose".split())  # noqa: SIM905
# How far from the name the head noun may stand.
REACH = 8
ADJECTIVES = frozenset({"major", "general", "private"})
_TRADES = ("ologist", "journalist", "ographer", "spokesman", "spokeswoman")


class Scene:
    """A reading with its names, found by their first token and by the token after their last."""

    def __init__(self, reading: Reading, names: list[tuple[int, int, str]]) -> None:
        self.reading = reading
        self.names = names
        self.starting = {first: (first, stop, kind) for first, stop, kind in names}
        self.ending = {stop: (first, stop, kind) for first, stop, kind in names}
        inside = {at for first, stop, kind in names if kind == "PER" for at in range(first, stop)}
        # "Paris Hilton" is nobody's capital.
        self.countries = {at: found for at, found in reading.countries.items() if at not in inside}
        self.country_ends = {found.stop: found for found in self.countries.values()}
        people = lists.sections("people/en")
        self.heads, self.modifiers = people["head"], people["modifier"]
        self.portfolio, self.verbs = people["portfolio"], people["verb"]
        self.abbreviations, self.relatives = people["abbreviation"], people["relative"]
        self.realms, self.state_bodies = people["realm"] | people["honour"], people["state-body"]
        self.subjects = people["subject"]
        self.function = lists.sections("names/en")["function"]

    def is_head(self, at: int) -> bool:
        """Whether a token names an office, a trade or a relation."""
        low = self.reading.lows[at]
        if low in ADJECTIVES:  # "its major rival" has no major in it
            before = self.reading.lows[at - 1] if at else ""
            return self.reading.upper[at] or before in self.heads or before in DASHES
        if low == "law":
            return at > 1 and self.reading.lows[at - 2] == "in" and self.reading.glued(at)
        return low in self.heads or low.endswith(_TRADES)

    def organisation_at(self, at: int) -> Range | None:
        """The organisation that begins at a token."""
        name = self.starting.get(at)
        return (name[0], name[1]) if name and self.is_body(name) else None

    def is_body(self, name: tuple[int, int, str]) -> bool:
        """Whether a name beside a role is that of a body; a place that no list knows is one too."""
        first, stop, kind = name
        if self.is_field(first, stop):
            return False
        if kind != "LOC":
            return kind == "ORG"
        known = first in self.countries or stop in self.country_ends
        return not known and not kinds.is_place(self.reading, first, stop)

    def is_field(self, first: int, stop: int) -> bool:
        """Whether what looks like a name is but the field of an office: "Foreign Trade", or a bare "Republic"."""
        reading = self.reading
        return all(
            (low in self.portfolio or low in self.realms or low == "and") and word not in self.state_bodies
            for low, word in zip(reading.lows[first:stop], reading.words[first:stop], strict=True)
        )

    def place_at(self, at: int) -> Range | None:
        """The country, people or place that begins at a token."""
        found = self.countries.get(at)
        if found and found.kind != "institution" and not self.organisation_at(at):
            return found.first, found.stop
        first, stop, kind = self.starting.get(at, (0, 0, ""))
        return (first, stop) if kind == "LOC" and not self.is_body((first, stop, kind)) else None

    def past_years(self, at: int) -> int:
        """The token after "32-year-old", or `at`: an age is no part of a role."""
        lows = self.reading.lows
        is_age = self.reading.words[at].isdigit() and lows[at + 2 : at + 5 : 2] == ["year", "old"]
        return at + 5 if is_age and {lows[at + 1], lows[at + 3]} <= DASHES else at

    def past_possessive(self, at: int) -> int:
        """The token after "'s" or a bare apostrophe, or `at` where there is none."""
        words = self.reading.words
        if words[at] in APOSTROPHES and self.reading.glued(at):
            return at + 2 if words[at + 1] == "s" and self.reading.glued(at + 1) else at + 1
        return at
