"""What the rules find in a text, before anything is decided: each finding also speaks to what was learned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plugins.referral.acts import Act, act_of
from plugins.referral.alarms import raised_by
from plugins.referral.lexicon import Alarm, Lexicon
from plugins.referral.matching import Match
from plugins.referral.patterns import found
from plugins.referral.reading import Reading
from plugins.referral.routing import Route, routes

_ENOUGH = 2.4
"""A weaker match says nothing."""
_STRONG = 6.0
_CLEAR = 4.0
"""A weaker match is no sign that a text is neither talk nor vague."""
_GENERAL = frozenset({"demarches"})
"""Needs that say nothing of their subject."""
_NEEDS = 3
_ROUTES = 3


@dataclass(frozen=True, slots=True)
class Findings:
    """A text as read, its dangers, what it is about (strongest first), what is wanted, where that leads."""

    reading: Reading
    alarms: tuple[Alarm, ...]
    matches: tuple[Match, ...]
    act: Act
    routes: tuple[Route, ...]

    @property
    def is_clear(self) -> bool:
        """Whether the rules find a need in the text."""
        best = self.matches[0] if self.matches else None
        return best is not None and best.score >= _CLEAR and best.need not in _GENERAL

    def names(self, lexicon: Lexicon) -> Iterator[str]:
        """Return what was found, as names that can be learned from."""
        yield f"act {self.act}"
        yield from (f"alarm {one.name}" for one in self.alarms)
        if self.alarms:
            yield "sure alarm" if any(one.sure for one in self.alarms) else "alarm"
        yield from (f"need {one.need}" for one in self.matches[:_NEEDS])
        yield from (f"route {min(rank, 1)} {one.code}" for rank, one in enumerate(self.routes[:_ROUTES]))
        if not self.matches:
            yield "no need"
        elif self.matches[0].score >= _STRONG:
            yield f"clearly {self.matches[0].need}"
        patterns = {
            "chat": lexicon.chat,
            "sign": lexicon.signs,
            "clear sign": lexicon.clear_signs,
            "vague": lexicon.vague,
            "unsaid": lexicon.unsaid,
        }
        yield from (name for name, signs in patterns.items() if found(self.reading.line, signs))


def matches_of(reading: Reading, lexicon: Lexicon) -> tuple[Match, ...]:
    """Return the needs that a text speaks of, as far as they say something."""
    return tuple(one for one in lexicon.phrases.matches(reading.keys) if one.score >= _ENOUGH)


def findings_of(text: str, lexicon: Lexicon) -> Findings:
    """Return what the rules find in a text."""
    reading = lexicon.reader.read(text)
    matches, act = matches_of(reading, lexicon), act_of(reading.line, lexicon)
    routed: Sequence[Route] = routes(matches, act, lexicon) if matches else ()
    return Findings(reading, raised_by(reading, lexicon), matches, act, tuple(routed))
