"""What stands on the command line: inputs, parameters and the options that several commands share."""

from __future__ import annotations

import functools
import math
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

import click

from icilabas.cli.group import language_asked_for
from icilabas.errors import UsageError
from icilabas.words.catalogues import language_of, languages
from icilabas.words.messages import message
from icilabas.words.text import current_language, set_language

if TYPE_CHECKING:
    from collections.abc import Callable

    from icilabas.dataset.times import During


Command = TypeVar("Command", bound="Callable[..., object] | click.Command")

PATH = click.Path(path_type=Path)
_ALL = "icilabas.all"  # key of what ``--include-restricted`` says, kept until ``--profile`` is read
_SCHEMES = ("http://", "https://")
_LOCALE = ("ICILABAS_LANG", "LC_ALL", "LC_MESSAGES", "LANG")  # the first that is set decides


class Seconds(click.FloatRange):
    """A number of seconds in a range: “nan” and “inf” are none."""

    def convert(self, value: float, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return the number. Raises BadParameter, which says the range."""
        found = float(super().convert(value, param, ctx))
        if not math.isfinite(found):
            self.fail(str(value), param, ctx)
        return found


class Input(click.Path):
    """A path; an address stays the text that it is (``Path`` would make one slash of two)."""

    def __init__(self) -> None:
        super().__init__(path_type=Path)

    def convert(
        self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None
    ) -> str | bytes | os.PathLike[str]:
        """Return the address as text, anything else as a ``Path``."""
        if isinstance(value, str) and value.lower().startswith(_SCHEMES):
            return value
        return super().convert(value, param, ctx)


def parameter(text: str) -> tuple[str, str]:
    """Return the name and the value of a parameter. Raises UsageError where there is no name or no value."""
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise UsageError(message("param-form", found=text))
    return name.strip(), value.strip()


def _locale_language() -> str:
    for name in _LOCALE:
        if os.environ.get(name):
            return language_of(os.environ[name]) or "en"
    import locale  # Windows has none of them

    return language_of(locale.getlocale(locale.LC_CTYPE)[0]) or "en"


set_language(language_asked_for(sys.argv[1:]) or _locale_language())  # before any help text is made


def tr(key: str) -> str:
    """Return the help text of this key in the language of this process."""
    return message(key).text(current_language())


def set_lang(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str:
    """Take the value of ``--lang`` as the language of this process; without one, return that."""
    return set_language(value or current_language())


class _Language(click.Choice[str]):
    """One of our languages, by whatever tag stands for it: ``FR``, ``fr-CA``, ``fr_FR.UTF-8``."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the language. Raises BadParameter, which names them all."""
        return super().convert(language_of(value) or value, param, ctx)


lang_option = click.option(
    "--lang",
    type=_Language(languages(), case_sensitive=False),
    callback=set_lang,
    is_eager=True,
    help=tr("help-lang"),
)

inputs_argument = click.argument("inputs", nargs=-1, type=Input(), metavar="[INPUT]...")

input_option = click.option(
    "--input",
    "inputs",
    multiple=True,
    type=Input(),
    help=tr("help-input"),
)

store_option = click.option(
    "--store",
    metavar=tr("metavar-folder"),
    type=PATH,
    help=tr("help-store"),
)

match_names_option = click.option(
    "--match-names",
    is_flag=True,
    help=tr("help-match-names"),
)


strict_option = click.option(
    "--strict-persons",
    "strict",
    is_flag=True,
    help=tr("help-strict-persons"),
)


_YES = "icilabas.yes"  # key of what ``--yes-restricted`` says


def _said_yes(ctx: click.Context, _param: click.Parameter, value: bool) -> None:  # noqa: FBT001  # as click calls it
    ctx.meta[_YES] = value


yes_option = click.option(
    "--yes-restricted",
    is_flag=True,
    expose_value=False,
    callback=_said_yes,
    help=tr("help-yes-restricted"),
)


def meant(out: Path | str, *, mixed: bool) -> None:
    """Raise UsageError where a file would not tell what is restricted from the rest, and nobody said that it may.

    So it is for what is restricted at all, where ``out`` is the address of a server, which may show it to anybody.
    """
    if mixed and not click.get_current_context().meta.get(_YES):
        raise UsageError(
            message("to-restricted", address=out) if isinstance(out, str) else message("restricted-form", path=out)
        )


def at_option(command: Command) -> Command:
    """Give a command ``--at``."""
    return click.option("--at", metavar=tr("metavar-date"), help=tr("help-at"))(command)


def time_options(command: Command) -> Command:
    """Give a command ``--at`` and ``--between``, which are its ``time``: a stretch, or None where neither is said."""

    @functools.wraps(cast("Callable[..., object]", command))
    def timed(*, at: str | None, between: tuple[str, str] | None, **options: object) -> object:
        return cast("Callable[..., object]", command)(**options, time=stretch_of(at, between))

    between = click.option("--between", nargs=2, metavar=tr("metavar-dates"), help=tr("help-between"))
    return cast("Command", at_option(between(timed)))


def stretch_of(at: str | None, between: tuple[str, str] | None) -> During | None:
    """Return the time that is asked for. Raises UsageError for what is no date, and for a last one before the first."""
    if at is None and between is None:
        return None
    from icilabas.dataset.times import during  # with the engine, which takes its time to load

    return during(at, between)


def pair_and_dates(pairs: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str] | None, tuple[str, str] | None]:
    """Return the two territories and the two dates that ``--between`` says. Raises UsageError for two of one sort."""
    if not pairs:
        return None, None
    from icilabas.dataset.times import is_date

    dates = [pair for pair in pairs if all(map(is_date, pair))]
    others = [pair for pair in pairs if pair not in dates]
    if len(dates) > 1 or len(others) > 1:
        raise UsageError(message("between-twice"))
    return next(iter(others), None), next(iter(dates), None)


def format_option(*forms: str) -> Callable[[Command], Command]:
    """Give a command ``--format``; the first form is the usual one."""
    told = tr("help-format")
    return click.option("--format", "form", type=click.Choice(forms), default=forms[0], help=told)


def profile_options(command: Command) -> Command:
    """Give a command ``--profile``, ``--include-restricted`` for the one that shows all, and ``--strict-persons``."""

    def show_all(ctx: click.Context, _param: click.Parameter, value: bool) -> None:  # noqa: FBT001  # as click calls it
        ctx.meta[_ALL] = value

    def chosen(ctx: click.Context, _param: click.Parameter, value: str) -> str:
        return "internal" if ctx.meta.get(_ALL) else value

    everything = click.option(
        "--include-restricted",
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=show_all,
        help=tr("help-include-restricted"),
    )
    profile = click.option(
        "--profile",
        default="public",
        show_default=True,
        metavar="NAME",
        callback=chosen,
        help=tr("help-profile"),
    )
    return profile(everything(strict_option(command)))


def as_json(content: dict[str, object]) -> str:
    """Return plain values as JSON for people and programs: in its own letters, indented."""
    import json

    return json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False)
