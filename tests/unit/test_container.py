"""The image: what its Dockerfile names is there, and is what the package and the configuration call it."""

import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from bot.config import load

ROOT = Path(__file__).parents[2]
DOCKERFILE = re.sub(r"\\\n", "", (ROOT / "Dockerfile").read_text())
IGNORED = (ROOT / ".dockerignore").read_text().split()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def lines(instruction: str) -> list[str]:
    """What follows an instruction of the Dockerfile, each time that it comes."""
    return re.findall(rf"^{instruction} (.+)$", DOCKERFILE, re.MULTILINE)


def test_all_that_is_copied_is_there_and_is_sent_to_the_build():
    copied = [word for line in lines("COPY") if "--from" not in line for word in line.split()[:-1]]
    assert {"pyproject.toml", PROJECT["readme"], *PROJECT["license-files"], "bot"} <= set(copied)
    assert [name for name in copied if not (ROOT / name).exists()] == []
    assert [name for name in copied if f"!{name}" not in IGNORED] == []


def test_dependencies_are_read_from_the_package_with_the_driver_of_postgresql():
    (line,) = [line for line in lines("RUN") if "tomllib" in line]
    program = shlex.split(line.partition(" > ")[0])
    printed = subprocess.run(
        [sys.executable, *program[1:]], cwd=ROOT, capture_output=True, text=True, check=True
    )
    needed = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["postgresql"]]
    assert printed.stdout.splitlines() == needed


def test_it_starts_the_command_of_the_package_as_nobody_privileged():
    assert lines("ENTRYPOINT") == ['["maillage"]']
    assert list(PROJECT["scripts"]) == ["maillage"]
    assert lines("USER") == ["maillage"]


def test_what_it_sets_in_the_environment_comes_before_the_configuration(tmp_path, monkeypatch):
    settings = dict(pair.split("=", 1) for line in lines("ENV") for pair in line.split())
    (tmp_path / "config.toml").write_text('[web]\nhost = "127.0.0.1"\n')
    monkeypatch.setenv("MAILLAGE_WEB__HOST", settings["MAILLAGE_WEB__HOST"])
    assert load(tmp_path / "config.toml").web.host == "0.0.0.0"


@pytest.mark.parametrize(("of_maillage", "of_check"), [(0, 0), (1, 1), (2, 1), (70, 1)])
def test_its_check_never_ends_by_the_exit_code_that_docker_keeps_for_itself(tmp_path, of_maillage, of_check):
    (line,) = lines("HEALTHCHECK")
    maillage = tmp_path / "maillage"
    maillage.write_text(f'#!/bin/sh\n[ "$1" = check ] || exit 0\nexit {of_maillage}\n')
    maillage.chmod(0o755)
    command = line.partition("CMD ")[2]
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    ran = subprocess.run(["/bin/sh", "-c", command], env={"PATH": path}, check=False, timeout=30)
    assert ran.returncode == of_check
