"""Every sentence of a pack by its address, and the pack in another language.

An address is the slug of an item and the entry, such as `c01-a-ask.descriptors.3`. A translation remembers the sentence it was made
of: when that has changed since, the original is shown again, marked, until somebody has looked.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from accountability.refusal import Refusal
from accountability.standard.domain.pack import Cluster, Commitment, KeyAction, LeftOutFor, Level, Pack, Suggestion

Change = Callable[[str, str], str]
# Into which languages packs are put: tag (BCP 47) → what people who speak it call it.
TONGUES = {
    "sq": "shqip", "bs": "bosanski", "hr": "hrvatski", "cnr": "crnogorski", "sr": "српски", "sr-latn": "srpski",
    "mk": "македонски", "tr": "Türkçe", "rom": "romani čhib", "bg": "български", "ro": "română", "sl": "slovenščina",
    "el": "ελληνικά", "hu": "magyar", "uk": "українська", "ar": "العربية",
}  # fmt: skip
RIGHT_TO_LEFT = {"ar"}


class LanguageIsUnknown(Refusal):
    message = "Select one of the languages."
    field = "language"


@dataclass(frozen=True, kw_only=True)
class Translation:
    """A sentence in another language, the original it was made of, and whether a native speaker has read it."""

    text: str
    original: str
    is_reviewed: bool = False


@dataclass(frozen=True, kw_only=True)
class Translated:
    """A pack in a language; `missing` are the addresses that still show the original, `unread` those no native speaker has read."""

    pack: Pack
    missing: frozenset[str]
    unread: frozenset[str]
    total: int

    @property
    def done(self) -> int:
        """How many sentences there are in the language."""
        return self.total - len(self.missing)

    @property
    def is_reviewed(self) -> bool:
        """Whether a native speaker has read every sentence that there is."""
        return self.done > 0 and not self.unread


def texts_of(pack: Pack) -> dict[str, str]:
    """All sentences of a pack by address, in the order of the standard."""
    found: dict[str, str] = {}

    def note(address: str, text: str) -> str:
        found[address] = text
        return text

    change_texts(pack, note)
    return found


FRAME = "frame"


def parts_of(pack: Pack) -> dict[str, dict[str, str]]:
    """The sentences of a pack in portions to work on: one for what stands around the commitments, one for each of these."""
    homes = {str(action.slug): str(action.commitment) for action in pack.key_actions}
    homes |= {str(commitment.slug): str(commitment.slug) for commitment in pack.commitments}
    parts: dict[str, dict[str, str]] = {FRAME: {}, **{str(commitment.slug): {} for commitment in pack.commitments}}
    for address, text in texts_of(pack).items():
        parts[homes.get(address.partition(".")[0], FRAME)][address] = text
    return parts


def in_language(pack: Pack, texts: Mapping[str, Translation]) -> Translated:
    """The pack with the translations that fit its sentences; for all others the original stays."""
    originals = texts_of(pack)
    fitting = {address: texts[address] for address, text in originals.items() if _fits(texts.get(address), text)}
    return Translated(
        pack=change_texts(pack, lambda address, text: fitting[address].text if address in fitting else text),
        missing=frozenset(originals.keys() - fitting.keys()),
        unread=frozenset(address for address, each in fitting.items() if not each.is_reviewed),
        total=len(originals),
    )


def _fits(translation: Translation | None, original: str) -> bool:
    return translation is not None and translation.original == original and bool(translation.text)


def change_texts(pack: Pack, change: Change) -> Pack:
    """The pack with `change(address, text)` in place of every sentence; names of levels are sentences, provenance is not."""
    return replace(
        pack,
        title=change("title", pack.title),
        levels=tuple(_level(level, change) for level in pack.levels),
        spread_suggestion=_suggestion(pack.spread_suggestion, "spread_suggestion", change),
        clusters=tuple(_cluster(cluster, change) for cluster in pack.clusters),
    )


def _level(level: Level, change: Change) -> Level:
    at = f"levels.{level.value}"
    return replace(level, name=change(f"{at}.name", level.name), meaning=change(f"{at}.meaning", level.meaning))


def _cluster(cluster: Cluster, change: Change) -> Cluster:
    title = change(f"{cluster.slug}.title", cluster.title)
    return replace(cluster, title=title, commitments=tuple(_commitment(each, change) for each in cluster.commitments))


def _commitment(commitment: Commitment, change: Change) -> Commitment:
    slug = commitment.slug
    return replace(
        commitment,
        title=change(f"{slug}.title", commitment.title),
        promise=change(f"{slug}.promise", commitment.promise),
        gap_suggestion=_suggestion(commitment.gap_suggestion, f"{slug}.gap_suggestion", change),
        key_actions=tuple(_key_action(action, change) for action in commitment.key_actions),
    )


def _key_action(action: KeyAction, change: Change) -> KeyAction:
    slug = action.slug
    known = action.knows_policy_question
    return replace(
        action,
        text=change(f"{slug}.text", action.text),
        guiding_question=change(f"{slug}.guiding_question", action.guiding_question),
        descriptors=_each(action.descriptors, f"{slug}.descriptors", change),
        evidence_examples=_each(action.evidence_examples, f"{slug}.evidence_examples", change),
        knows_policy_question=change(f"{slug}.knows_policy_question", known) if known else "",
        left_out_for=tuple(_rule(rule, f"{slug}.left_out_for.{n}", change) for n, rule in enumerate(action.left_out_for)),
        suggestions=tuple(
            (level, replace(each, text=change(f"{slug}.suggestions.{level}", each.text))) for level, each in action.suggestions
        ),
    )


def _each(texts: tuple[str, ...], address: str, change: Change) -> tuple[str, ...]:
    return tuple(change(f"{address}.{number}", text) for number, text in enumerate(texts))


def _rule(rule: LeftOutFor, address: str, change: Change) -> LeftOutFor:
    return replace(rule, because=change(address, rule.because))


def _suggestion(suggestion: Suggestion | None, address: str, change: Change) -> Suggestion | None:
    return None if suggestion is None else replace(suggestion, text=change(address, suggestion.text))
