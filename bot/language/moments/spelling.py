"""Rules said back in plain words."""

from __future__ import annotations


def spell_rule() -> None: ...
