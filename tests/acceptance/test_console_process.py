"""`maillage console` as a process: what goes in and out, how it begins and how it ends."""

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

MAILLAGE = Path(sys.executable).with_name("maillage")
NOW = ("--now", "2026-11-21T10:00:00")


@pytest.fixture
def start(tmp_path):
    """Return a function that starts a console; its temporary folder is made in the test's own."""
    (tmp_path / "tmp").mkdir()
    environment = {**os.environ, "TMPDIR": str(tmp_path / "tmp"), "LANG": "C.UTF-8"}
    started = []
    interrupts = signal.signal(signal.SIGINT, signal.default_int_handler)  # tests in the background ignore it

    def start_(*options, command="console", **more) -> subprocess.Popen:
        streams = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        started.append(
            subprocess.Popen([MAILLAGE, command, *options], env=environment | more, cwd=tmp_path, **streams)
        )
        return started[-1]

    yield start_
    signal.signal(signal.SIGINT, interrupts)
    for process in started:
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout, process.stderr):
            with suppress(BrokenPipeError):
                stream.close()


@pytest.fixture
def run(start):
    """Return a function that types lines into a console and returns its exit code, output and errors."""

    def run_(typed: bytes, *options, **more) -> tuple[int, str, str]:
        process = start(*options, **more)
        output, errors = process.communicate(typed, timeout=120)
        return process.returncode, output.decode(), errors.decode()

    return run_


def test_programs_are_given_json_and_nothing_else(run, tmp_path):
    code, output, errors = run(b"/maillage aide\n:oups\n:quit\n/jamais\n", "--json", *NOW)
    shown = [json.loads(line) for line in output.splitlines()]
    assert (code, errors) == (0, "")
    assert [item["kind"] for item in shown] == ["reply", "done", "error", "done", "done"]
    assert shown[1] == {"kind": "done", "line": 1, "now": "2026-11-21T10:00:00+01:00"}
    assert list((tmp_path / "tmp").iterdir()) == []


def test_people_are_given_plain_lines(run):
    code, output, errors = run(b"/maillage aide\n:stop\n/maillage aide\n", *NOW, "--as", "Zoé")
    assert (code, errors) == (0, "")
    heading, first, *_others = output.splitlines()
    assert heading == "#1  10:00  general  maillage, pour Zoé seulement"
    assert first.startswith("    Je suis Maillage")
    assert output.splitlines()[-2].endswith("maillage, pas fait")
    assert "\x1b" not in output


def test_any_bytes_are_only_lines(run):
    typed = (
        b"\xef\xbb\xbf/maillage aide\r\n"  # a byte order mark, and the line end of another system
        b"\r\n\n"
        b"/maillage \xff\xfe\x00\x1b[31m\n"
        b"/" + b"x" * 3_000_000 + b"\n"
        b":as " + b" " * 3_000_000 + b"\n"
        b":as ren\xc3\xa9e\n"
        b"/maillage aide"  # no line end
    )
    code, output, errors = run(typed, "--json", *NOW)
    shown = [json.loads(line) for line in output.splitlines()]
    assert (code, errors) == (0, "")
    assert [item["line"] for item in shown if item["kind"] == "done"] == list(range(1, 9))
    assert [item["code"] for item in shown if item["kind"] == "error"] == [
        "unknown_topic",
        "too_long",
        "too_long",
    ]
    assert shown[-2]["kind"] == "reply"


def test_everything_due_is_done_before_the_end(run, tmp_path):
    folder = tmp_path / "data"
    kept = ("--json", "--data-dir", folder)
    run(b"/rappel dans 1h relancer la CAF\n", *kept, *NOW)
    code, output, _errors = run(b"", *kept, "--now", "2026-11-21T12:00:00")
    (ring,) = [json.loads(line) for line in output.splitlines()]
    assert code == 0
    assert (ring["kind"], ring["line"]) == ("dm", None)
    assert (folder / "maillage.db").is_file()


def test_on_the_real_clock_reminders_come_while_nobody_types(start):
    process = start("--json")
    process.stdin.write("/rappel dans 1 s boire un café\n".encode())
    process.stdin.flush()
    shown = [json.loads(process.stdout.readline()) for _index in range(3)]
    assert shown[0]["kind"] == "reply"
    later = {item["kind"]: item for item in shown[1:]}  # on a busy machine a second may pass before the end
    assert set(later) == {"done", "dm"}
    assert "boire un café" in later["dm"]["text"]
    process.stdin.close()
    assert process.wait(120) == 0


def test_nobody_reads_any_more(start):
    process = start("--json", *NOW)
    process.stdout.close()
    process.stdin.write(b"/maillage aide\n" * 3)
    process.stdin.flush()
    assert process.wait(120) == 0
    assert process.stderr.read() == b""


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_ends_it_tidily(start, tmp_path, sent):
    process = start("--json", *NOW)
    process.stdin.write(b"/maillage aide\n")
    process.stdin.flush()
    process.stdout.readline()
    process.send_signal(sent)
    assert process.wait(120) > 128
    assert process.stderr.read() == b""
    assert list((tmp_path / "tmp").iterdir()) == []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--now", "hier"), "2026-11-21T10:00"),
        (("--tz", "Pariss"), "Paris."),
        (("--lang", "de"), "fr"),
        (("--as", "deux mots"), "deux mots"),
        (("--in", "@paul"), "@paul"),
        (("--config", "absent.toml"), "absent.toml"),
        (("--data-dir", "/dev/null/x"), "/dev/null/x"),
        (("--jsno",), "--json"),
    ],
)
def test_a_mistake_in_the_options_is_explained(run, tmp_path, options, said):
    code, output, errors = run(b"/maillage aide\n", *options)
    assert (code, output) == (2, "")
    assert said in errors
    assert "Traceback" not in errors
    assert list((tmp_path / "tmp").iterdir()) == []


def test_two_consoles_do_not_share_a_folder(start, run, tmp_path):
    first = start("--json", "--data-dir", tmp_path / "data", *NOW)
    first.stdin.write(b"\n")
    first.stdin.flush()
    first.stdout.readline()
    code, output, errors = run(b"\n", "--json", "--data-dir", tmp_path / "data")
    assert (code, output) == (1, "")
    assert "data" in errors


def test_the_demonstration_is_a_tour_that_goes_well(run):
    code, output, errors = run(b"", command="demo")
    assert (code, errors) == (0, "")
    assert "/rappel demain 9h relancer la CAF" in output
    assert "en retard" in output
    assert run(b"", command="demo")[1] == output
