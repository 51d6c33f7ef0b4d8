"""Sets up ``.venv``: ``python tools/set_up.py site`` for what the site needs, ``… all`` for tests and checks as well.

Of the standard library alone. What it installs are the pinned packages of ``requirements.txt``, each with its hash, and
this folder itself. A stamp in ``.venv`` says that it came to its end: an environment without one is made anew.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pins
from saying import Progress, sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
LOG = VENV / "set-up.log"
PLACE = VENV / ".place"  # the folder that the environment was made in: a moved one still points there
STAMPS = {"site": VENV / ".set-up", "all": VENV / ".set-up-all"}
OLDEST = (3, 11)
AT_ONCE = 2  # pips that install at the same time
SIZE = {"site": 500, "all": 900}  # megabytes of .venv, roughly, with what is compiled at the first use
PIP = ("-m", "pip", "--no-input", "--disable-pip-version-check", "--no-color", "install", "--no-deps", "--no-compile")
NO_MORE: Mapping[str, str] = {}
# What pip says, and our sentence for it: the first that is found.
FAULTS = {
    r"DO NOT MATCH THE HASHES": "other-package",
    r"No space left on device": "no-space",
    r"SSLError|CERTIFICATE_VERIFY_FAILED": "no-trust",
    r"(NewConnection|NameResolution|\w*Timeout|Proxy|Protocol|ConnectionReset)Error|ERROR: HTTP error": "no-network",
    r"No matching distribution found for (?P<package>\S+)": "no-package",
}


class SetUpError(Exception):
    """The set-up cannot go on; its text is one sentence, with what to do."""


def main(arguments: Sequence[str]) -> int:
    """Set up what is asked for, or say whether the environment is ready; return the exit code."""
    if list(arguments) == ["ready"]:
        return int(not ready())
    if list(arguments) not in (["site"], ["all"]):
        print("python tools/set_up.py site|all|ready", file=sys.stderr)
        return 2
    progress = Progress()
    try:
        set_up(arguments[0], progress)
    except SetUpError as error:
        progress.clear()
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        progress.clear()
        print(sentence("interrupted"), file=sys.stderr)
        return 130
    return 0


def set_up(part: str, progress: Progress) -> None:
    """Make ``.venv`` ready for the site, or for all. Raises SetUpError."""
    version = sys.version.split()[0]
    if sys.version_info < OLDEST:
        raise SetUpError(sentence("old", version=version))
    finished = STAMPS["site"].exists() and works()
    for stamp in STAMPS.values():
        stamp.unlink(missing_ok=True)
    pinned = requirements(part)
    own = pins.only(pinned, "pip")
    if not finished:
        progress.step("environment", version=version)
        make_environment(version, with_pip=not (own and first_pip()))
    count = len(re.findall(r"^[a-z0-9][\w.-]*==", pinned, re.MULTILINE))
    progress.step("packages", count=count)
    # pip itself comes first: the one that older Pythons bring takes twice the time for all the others
    if own:
        install(listed("pip", [own]), part, first_pip())
    install_shares(pins.entries(pinned), part, progress, count)
    progress.step("itself")
    install(["--no-build-isolation", "--editable", "."], part)
    for stamp in STAMPS.values() if part == "all" else (STAMPS[part],):
        stamp.touch()


def python() -> Path:
    """Return the Python of the environment."""
    return VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def works() -> bool:
    """Whether there is an environment that its own Python finds ready."""
    try:
        return subprocess.run([python(), __file__, "ready"], check=False, capture_output=True).returncode == 0  # noqa: S603  # this very file
    except OSError:
        return False


def ready() -> bool:
    """Whether the environment that asks was made in this very folder, by a Python that is new enough."""
    try:
        import pip  # noqa: F401  # without it, nothing can be installed

        return sys.version_info >= OLDEST and PLACE.read_text(encoding="utf-8").strip() == str(ROOT)
    except (ImportError, OSError):
        return False


def make_environment(version: str, *, with_pip: bool) -> None:
    """Make an empty environment, in place of what there was. Raises SetUpError."""
    try:
        import ensurepip  # noqa: F401  # some systems ship it apart
        import venv
    except ImportError:
        raise SetUpError(sentence("no-venv", version=version)) from None
    try:
        shutil.rmtree(VENV, ignore_errors=True)
        venv.create(VENV, with_pip=with_pip, clear=True, symlinks=sys.platform != "win32")
        PLACE.write_text(str(ROOT), encoding="utf-8")
    except (OSError, subprocess.CalledProcessError) as error:
        raise SetUpError(sentence("no-environment", why=error)) from None


def first_pip() -> dict[str, str]:
    """Return what makes the pip that this Python brings importable from its file; nothing where it has no such file.

    It can install the pinned pip without being installed first, which would take two seconds.
    """
    try:
        import ensurepip
    except ImportError:
        return {}
    brought = sorted((Path(ensurepip.__file__).parent / "_bundled").glob("pip-*.whl"))
    return {"PYTHONPATH": str(brought[-1])} if brought else {}


def requirements(part: str) -> str:
    """Return the pinned packages of a part: those that its extra and the project's dependencies lead to, or all."""
    import tomllib

    pinned = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return pinned if part == "all" else pins.needed(pinned, pins.asked_for(project, "site"))


def listed(name: str, pinned: Sequence[str]) -> list[str]:
    """Write pinned packages to a file; return how pip is told of it."""
    path = VENV / f"requirements-{name}.txt"
    path.write_text("".join(pinned), encoding="utf-8")
    return ["--require-hashes", "--requirement", str(path)]


def install_shares(pinned: Sequence[str], part: str, progress: Progress, count: int) -> None:
    """Install the packages, a share of them by each of several pips at once, and say how far they are.

    Each waits for answers and reads long lists, on one core; no package is in two shares, and none asks for another.
    """
    done = 0

    def tell(line: str) -> None:
        nonlocal count, done
        if line.startswith("Ignoring "):  # for another system or Python
            count -= 1
        elif line.startswith(("Collecting ", "Requirement already satisfied")):
            done += 1
            progress.now("fetched", done=done, count=count)
        elif line.startswith("Installing collected packages"):
            progress.now("installing", count=count)

    shares = [listed(f"{part}-{place + 1}", some) for place in range(AT_ONCE) if (some := pinned[place::AT_ONCE])]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for running in [pool.submit(install, share, part, tell=tell) for share in shares]:
            running.result()


def install(
    what: Sequence[str],
    part: str,
    environment: Mapping[str, str] = NO_MORE,
    tell: Callable[[str], None] = lambda _line: None,
) -> None:
    """Run pip; ``tell`` is given each line that it says. Raises SetUpError with what went wrong, in one sentence."""
    lines: list[str] = []
    with LOG.open("a", encoding="utf-8") as log:
        for line in output([str(python()), *PIP, "--progress-bar=off", *what], environment):
            log.write(line)
            lines.append(line)
            tell(line)
        status = lines.pop()
    if status != "0":
        raise SetUpError(explained("".join(lines), part))


def output(command: Sequence[str], environment: Mapping[str, str]) -> Iterator[str]:
    """Yield each line that a program writes, and its exit code last; ``environment`` is added to that of this one."""
    with subprocess.Popen(  # noqa: S603  # pip, with our own arguments
        command,
        cwd=ROOT,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as running:
        yield from running.stdout or ()
    yield str(running.returncode)


def explained(said: str, part: str) -> str:
    """Return in one sentence what went wrong, from what pip said."""
    for pattern, key in FAULTS.items():
        if found := re.search(pattern, said):
            known = {"version": sys.version.split()[0], "size": SIZE[part]}
            return sentence(key, **known, **found.groupdict())
    errors = [line.partition(":")[2].strip() for line in said.splitlines() if line.startswith("ERROR:")]
    why = f"{errors[0].rstrip('.')}." if errors else ""
    return sentence("failed", why=why, log=LOG.relative_to(ROOT))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
