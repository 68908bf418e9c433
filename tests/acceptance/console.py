"""The console as a person at a keyboard sees it: one process, one line at a time, and what it answers."""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

NOW = "2026-11-21T10:00:00+01:00"
"""A Saturday."""


class Console:
    """A running `maillage console --json`. Every line that is said returns the outputs that it caused."""

    def __init__(
        self,
        data_dir: Path,
        *,
        user: str = "camille",
        channel: str = "loire-42",
        now: str | None = NOW,
        zone: str | None = None,
        language: str | None = None,
        config: Path | None = None,
    ):
        options = {
            "--data-dir": data_dir,
            "--as": user,
            "--in": channel,
            "--now": now,
            "--tz": zone,
            "--lang": language,
            "--config": config,
        }
        given = [str(part) for name, value in options.items() if value is not None for part in (name, value)]
        self._stderr = (data_dir / "stderr.txt").open("a")
        self._process = subprocess.Popen(
            [Path(sys.executable).with_name("maillage"), "console", "--json", *given],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._stderr,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONUTF8": "1"},
        )
        self._watchdog = threading.Timer(120, self._process.kill)
        self._watchdog.start()
        self.outputs: list[dict] = []
        """Everything shown so far, oldest first."""

    def say(self, line: str) -> list[dict]:
        """Type a line; return what was shown until it was done."""
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        shown: list[dict] = []
        while (output := self._read()) is not None and output["kind"] != "done":
            shown.append(output)
        self.outputs += shown
        return shown

    def ask(self, line: str) -> dict:
        """Type a line; return the only output that it caused."""
        (output,) = self.say(line)
        return output

    def close(self) -> int:
        """End the input; return the exit code once everything due is done."""
        self._process.stdin.close()
        while (output := self._read()) is not None:
            self.outputs.append(output)
        self._watchdog.cancel()
        code = self._process.wait()
        self._process.stdout.close()
        self._stderr.close()
        return code

    def _read(self) -> dict | None:
        line = self._process.stdout.readline()
        return json.loads(line) if line else None


def fields(form_output: dict) -> dict[str, dict]:
    """Return the fields of a form that was opened, by name."""
    assert form_output["kind"] == "form"
    return {field["name"]: field for field in form_output["form"]["fields"]}


def button_names(output: dict) -> list[str]:
    """Return the stable names of an output's buttons."""
    return [button["name"] for button in output["buttons"]]


def plain(text: str) -> str:
    """Return a text with ordinary spaces in place of no-break ones."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")
