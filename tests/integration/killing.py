"""Programs that kill bots again and again, each in a process of its own."""

import json
import subprocess
import sys
from typing import Any

_PATIENCE = 380
"""Seconds that one of them may take on a busy machine."""


def report_of(program: str, *arguments: object) -> dict[str, Any]:
    """Return what a program beside this module reports, as JSON on its output, once it ended well."""
    done = subprocess.run(
        [sys.executable, "-m", f"tests.integration.{program}", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        timeout=_PATIENCE,
    )
    assert done.returncode == 0, done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    return report
