"""Where the subject before a verb stands, and where the phrase after it ends."""

from __future__ import annotations

TYPE_CHECKING = False  # the import of typing costs more than this module
if TYPE_CHECKING:
    from digest.facts.next_steps.scene import Range, Scene

_BREAKS = frozenset('.;:!?()[]"“”‘«»—–…{}|')
_QUOTES = frozenset('"“”')
_LONGEST = 22  # words of a phrase
_FARTHEST = 40  # words from a pronoun back to the one it stands for


def verb_group(scene: Scene, verb: int) -> int:
    """Step back over auxiliaries and adverbs: the first word of "has not yet decided"."""
    low, sets = scene.low, scene.sets
    be, auxiliary, adverb = sets["be"], sets["auxiliary"], sets["adverb"]
    k = verb
    while k and (low[k - 1] in be or low[k - 1] in auxiliary or low[k - 1] in adverb):
        k -= 1
    return k


def group(scene: Scene, verb: int) -> list[str]:
    """Return the auxiliaries and adverbs before a verb."""
    return scene.low[verb_group(scene, verb) : verb]


def verb_phrase(scene: Scene, first: int) -> Range:
    """Return the phrase of the verb at `first`, a passive without its "be"."""
    first = scene.skip_adverbs(first)
    if scene.word(first) == "be":
        after = scene.skip_adverbs(first + 1)
        if scene.word(after).endswith("ed") or scene.has(after, "irregular participle"):
            first = after
    return (first, _trimmed(scene, first, _phrase_end(scene, first)))


def noun_phrase(scene: Scene, first: int) -> Range:
    """Return the noun phrase that begins at `first`, with its "of" and "for" parts."""
    low, sets = scene.low, scene.sets
    stop = _phrase_end(scene, first)
    for k in range(first + 1, stop):
        word = low[k]
        if word in ("to", "with") and scene.is_capital(k + 1):
            continue  # "a visit to Europe"
        if word == "by" and not low[k - 1].endswith("ed") and scene.has(k + 1, "determiner"):
            continue  # "approval by the council"
        if word == "," or any(word in sets[name] for name in ("after noun phrase", "be", "auxiliary", "reporting")):
            return (first, k)
        if word in scene.cues.frames and word.endswith(("ed", "set", "due", "likely")) and k > first + 1:
            return (first, k)
    return (first, _trimmed(scene, first, stop))


def _trimmed(scene: Scene, first: int, stop: int) -> int:
    """Leave out a comma or a conjunction that a phrase would end in."""
    while stop > first + 1 and scene.low[stop - 1] in (",", "and", "or", "in", "into"):
        stop -= 1
    return stop


def _phrase_end(scene: Scene, first: int) -> int:
    """Return the word where the phrase that begins at `first` ends."""
    low, stops = scene.low, scene.sets["stop"]
    times = {time[0] for time in scene.times}
    last = min(scene.size, first + _LONGEST)
    go_on = first + 1
    for k in range(first + 1, last):
        word = low[k]
        if k < go_on:
            continue
        if word == "(" and scene.word(k + 2) == ")":
            go_on = k + 3  # "the Royal Air Force (RAF)"
        elif word in _QUOTES and (closed := _quotation_end(low, k)):
            go_on = closed
        elif word == "as":
            if scene.word(k + 1) == "well":
                go_on = k + 3
            elif scene.word(k + 1) in ("part", "soon") or scene.has(k + 1, "pronoun"):
                return k
        elif word in _BREAKS or k in times or _is_finite_be(scene, k) or (word in stops and k > first + 1):
            return k
        elif word == ",":
            if not _is_list(low, k, last) and not _is_place(scene, k):
                return k
        elif word in ("and", "or", "but"):
            is_second = scene.word(k + 1) == "to" and scene.is_verb(k + 2)  # "to open a base and to close another"
            if is_second or _opens_clause(scene, k):
                return k
        elif word in ("in", "by") and scene.word(k + 1).endswith(("ing", "order")):
            return k
    return last


def _is_finite_be(scene: Scene, k: int) -> bool:
    """Tell whether "is" at k ends a phrase that came before it, unlike in "decide what is best"."""
    if scene.low[k] not in ("is", "are", "was", "were"):
        return False
    return not scene.has(k - 1, "conjunction") and not scene.has(k - 1, "pronoun")


def _quotation_end(low: list[str], k: int) -> int:
    """Return the end of a short quotation opened at k, else 0: "a 'state of alert' in the north"."""
    for j in range(k + 2, min(k + 7, len(low))):
        if low[j] in _QUOTES:
            return j + 1
    return 0


def _opens_clause(scene: Scene, k: int) -> bool:
    """Tell whether a finite verb follows the conjunction at k: "and the court will rule"."""
    sets = scene.sets
    for word in scene.low[k + 1 : k + 6]:
        if word in sets["finite"] or word in sets["reporting"]:
            return True
        if word in _BREAKS or word == "," or word in sets["conjunction"]:
            return False
    return False


def _is_list(low: list[str], k: int, last: int) -> bool:
    """Tell whether the comma stands in a list: "intelligence, training and drills"."""
    comma = k
    for j in range(k + 1, min(k + 16, last)):
        if low[j] in ("and", "or"):
            return True
        if j - comma > 4:
            return False
        if low[j] == ",":
            comma = j
    return False


def _is_place(scene: Scene, k: int) -> bool:
    """Tell whether the comma at k stands between town and country: "in Cork, Ireland"."""
    return (
        scene.word(k - 2) in ("in", "at", "near", "from", "to")
        and scene.is_capital(k - 1)
        and scene.is_capital(k + 1)
        and not scene.is_capital(k + 2)
    )


def subject(scene: Scene, verb: int, depth: int = 0) -> Range | None:
    """Find the noun phrase that is the subject of the verb, or a pronoun where nothing better is near."""
    if depth > 3:
        return None
    k = verb_group(scene, verb)
    before = scene.word(k - 1)
    if before in ("which", "who", "that") and k > 1:
        found = noun_before(scene, k - 2 if scene.word(k - 2) == "," else k - 1)
        if found and before != "who":
            # "spent on the design of a van, which will": the nearest noun phrase
            nearest = [j for j in range(*found) if scene.has(j, "determiner")]
            return (nearest[-1], found[1]) if nearest else found
        if scene.word(k - 2) != ",":
            return found
        # "Ann Lee, 45, who will"
        is_age = found and all(word.isdigit() for word in scene.low[found[0] : found[1]])
        return _around_apposition(scene, k - 1) if is_age else found
    if before == ",":
        return _around_apposition(scene, k)
    if before in (")", "]"):
        while k and scene.low[k - 1] not in ("(", "["):
            k -= 1
        k -= 1
        if scene.word(k) == "(" and scene.word(k + 2) == ")":
            k += 3
    elif before in ("and", "but", "or", "by"):
        # "The court met and will rule": the subject is that of the verb before.
        return _earlier_subject(scene, k - 1, depth)
    found = noun_before(scene, k, scene.floor)
    if found and scene.is_pronoun(found):
        return _antecedent(scene, found[0], depth) or found
    return found


def _around_apposition(scene: Scene, k: int) -> Range | None:
    """Of "Ann Lee, a senator, said" take the name, and so of "One senator, Ann Lee, said"."""
    low = scene.low
    found = None
    inner = (0, 0)
    for comma in range(k - 2, max(0, k - 31), -1):
        if low[comma] in _BREAKS:
            break
        if low[comma] == ",":
            inner = (comma + 1, k - 1)
            found = noun_before(scene, verb_group(scene, comma)) or found
            # "Lee, based in Cork, Ireland, plans": the name is farther left.
            if found and _is_head(scene, found):
                break
    is_name = inner[0] < inner[1] <= inner[0] + 4 and all(scene.is_capital(i) for i in range(*inner))
    if found and is_name and not scene.is_capital(found[1] - 1) and scene.has(found[0], "determiner"):
        return inner
    if found and is_name and not any(scene.is_capital(i) for i in range(found[0] + 1, found[1])):
        return inner
    return found


def _is_head(scene: Scene, found: Range) -> bool:
    """Tell a name or "the court" from an apposition: "a lawyer", "based in Cork", "Ill."."""
    if scene.is_capital(found[0]):
        return not scene.low[found[1] - 1].endswith(".") or found[1] - found[0] > 1
    return scene.has(found[0], "determiner") and scene.low[found[0]] not in ("a", "an")


def noun_before(scene: Scene, stop: int, floor: int = 0) -> Range | None:
    """Take the words before `stop` that can be one noun phrase."""
    low, sets = scene.low, scene.sets
    k = stop
    while k > floor and stop - k < 18:
        word = low[k - 1]
        if word == ")" and k - floor > 3 and low[k - 3] == "(":
            k -= 3
            continue
        if word in _BREAKS or word == "," or word in sets["be"] or word in sets["auxiliary"]:
            break
        if word in sets["reporting"] and not scene.is_capital(k - 1) and not _is_noun(scene, k - 1):
            break
        if (word in sets["conjunction"] and word != "and") or word in sets["pronoun of object"]:
            break
        if word in sets["speaker pronoun"] and k < stop:
            break
        if word in sets["speaker pronoun"] and word not in ("who", "which", "that"):
            return (k - 1, stop)
        k -= 1
    k = _skip_opening(scene, k, stop)
    return (_name_in(scene, k, stop), stop) if 0 <= k < stop else None


def _is_noun(scene: Scene, k: int) -> bool:
    """Tell a noun like "report" in "the final report" from the verb in "officials report"."""
    if not scene.has(k, "saying or noun"):
        return False
    before = scene.word(k - 1)
    if before in scene.sets["possessive"] or before in scene.sets["preposition"]:
        return True
    is_plural = before.endswith("s") or before in scene.sets["pronoun"]
    return not scene.low[k].endswith("s") and not is_plural and bool(before) and not scene.is_capital(k - 1)


def _skip_opening(scene: Scene, k: int, stop: int) -> int:
    """Leave out what opens a clause: "However the court", "In May the court"."""
    low, sets = scene.low, scene.sets
    while k < stop and (low[k] in sets["adverb"] or low[k] in sets["conjunction"]):
        k += 1
    if k < stop and low[k] in sets["preposition"]:
        k = next((j for j in range(k + 2, stop) if low[j] in sets["determiner"]), k + 1)
    for j in range(k + 1, stop):
        if low[j] in ("the", "a", "an", "its", "their") and scene.is_capital(j - 1):
            return j  # "told Channel Four the council will"
    return k


def _name_in(scene: Scene, first: int, stop: int) -> int:
    """Return where the name begins in "national airline Air Azure"."""
    sets = scene.sets
    k = stop
    while k > first and scene.is_capital(k - 1):
        k -= 1
    if k == stop or k <= first + 1 or scene.low[first] in sets["determiner"]:
        return first
    # "members of the group Red Star" is more than its last name.
    links = sets["preposition"] | sets["conjunction"]
    return first if any(not w[0].isalpha() or w in links for w in scene.low[first:k]) else k


def _earlier_subject(scene: Scene, k: int, depth: int) -> Range | None:
    low, sets = scene.low, scene.sets
    for j in range(k - 1, max(0, k - _FARTHEST), -1):
        if low[j] in _BREAKS:
            return None
        if low[j] in sets["be"] or low[j] in sets["auxiliary"] or low[j] in sets["reporting"]:
            return subject(scene, j, depth + 1)
        if low[j] in scene.cues.frames and low[j].endswith(("s", "ed")):
            return subject(scene, j, depth + 1)
    return None


def _antecedent(scene: Scene, pronoun: int, depth: int) -> Range | None:
    """Find the speaker X whom the pronoun stands for in "X said it will ..."."""
    if scene.low[pronoun] not in scene.sets["speaker pronoun"]:
        return None
    for j in range(pronoun - 1, max(0, pronoun - _FARTHEST), -1):
        if scene.has(j, "reporting") and not scene.is_capital(j):
            found = subject(scene, j, depth + 1)
            return None if found is None or scene.is_pronoun(found) else found
    return None


def speaker_before(scene: Scene, i: int) -> Range | None:
    """Find who announced what begins at word i: "X said the talks"."""
    for k in range(i - 1, max(scene.floor, i - 7), -1):
        if scene.has(k, "reporting"):
            return subject(scene, k)
    return None


def speaker_after(scene: Scene, i: int) -> Range | None:
    """Find the speaker named after a quotation: "...," says Ann Lee."""
    low = scene.low
    for k in range(i, min(i + _FARTHEST, scene.size - 1)):
        if scene.has(k, "reporting"):
            if (low[k - 1] in _QUOTES or low[k - 1] == ",") and scene.is_capital(k + 1):
                return noun_phrase(scene, k + 1)
            if scene.is_capital(k - 1) and not _QUOTES.isdisjoint(low[max(0, k - 8) : k]):
                return subject(scene, k)
    return None
