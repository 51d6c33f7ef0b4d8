"""The group of commands and its help: whatever a user can cause is one clear sentence in their language."""

from __future__ import annotations

import os
import re
import signal
import sys
from contextlib import suppress
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import click

from icilabas.errors import IcilabasError, os_error_message
from icilabas.files import signals
from icilabas.words import progress
from icilabas.words.catalogues import language_of
from icilabas.words.matching import nearest
from icilabas.words.messages import either, message
from icilabas.words.sentences import typeset
from icilabas.words.text import Text, current_language, same, set_language

if TYPE_CHECKING:
    from collections.abc import Iterable


_LANG = re.compile(r"--lang(?:=|$)")
_FAILED = 2  # exit code of a call that cannot be understood
_OF_CLICK = {  # what click itself says in the help, and the keys of our texts for it
    "Show this message and exit.": "click-help",
    "Show the version and exit.": "click-version",
    "[default: ": "click-default",
    "[required]": "click-required",
    "COMMAND [ARGS]...": "click-command",
    " TEXT": "click-text",
    " INTEGER": "click-integer",
    " PATH": "click-path",
    " FILE": "click-file",
    "Options:": "click-options",
    "Commands:": "click-commands",
    "Usage: ": "click-usage",
}


def _said_by_click(text: str, *words: str) -> str:
    """Return the text with click's words in the language of this process; all other words stay."""
    for english in words or _OF_CLICK:
        if english in text:
            said = message(_OF_CLICK[english]).text(current_language())
            text = text.replace(english, english.replace(english.strip(), said))
    return text


class _Formatter(click.HelpFormatter):
    """Writes the help with click's words in the language of this process."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write how the command is called."""
        super().write_usage(prog, _said_by_click(args), prefix or _said_by_click("Usage: "))

    def write_heading(self, heading: str) -> None:
        """Write the heading of a section; a colon follows it."""
        super().write_heading(typeset(_said_by_click(f"{heading}:", "Options:", "Commands:")).removesuffix(":"))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write a list of options or commands."""
        super().write_dl([(_said_by_click(name), _said_by_click(text)) for name, text in rows], col_max, col_spacing)


class _Context(click.Context):
    """What a call knows; its help is in the language of this process."""

    formatter_class = _Formatter


class _WrongCommandError(click.UsageError):
    """There is no command of this name; the sentence is in each language."""

    def __init__(self, text: Text, ctx: click.Context) -> None:
        super().__init__(text.text(), ctx)
        self.text = text


class Group(click.Group):
    """Turns every error that a user can cause into one clear message and the right exit code."""

    context_class = _Context

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command, whose help is in the language of this process; None where there is none of this name."""
        command = super().get_command(ctx, cmd_name)
        if command:
            command.context_class = _Context
        return command

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: object
    ) -> click.Context:
        """Note the language first: a call that cannot be understood is answered in the language that it asks for."""
        set_language(language_asked_for(args) or current_language())
        try:
            return super().make_context(info_name, args, parent, **extra)
        except click.UsageError as error:
            _tell(error, error.ctx)
            raise click.exceptions.Exit(_FAILED) from None
        except KeyboardInterrupt as interrupt:
            raise _interrupted(interrupt) from None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the words call, and the other words. Raises UsageError, with the nearest name."""
        if self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            near = nearest(args[0], self.list_commands(ctx))
            text = message("usage-command", found=args[0]) + either([same(name) for name in near])
            raise _WrongCommandError(text, ctx)
        return super().resolve_command(ctx, args)

    def _called(self, ctx: click.Context) -> click.Context:
        """Return the context of the command that was called: click does not always say in which one a call is wrong."""
        name = ctx.invoked_subcommand
        command = self.get_command(ctx, name) if name else None
        return click.Context(command, parent=ctx, info_name=name) if command else ctx

    def main(self, *args: Any, **more: Any) -> Any:  # as click calls it
        """Run the command line, and end the process: told to end, or unable to write, it says so in a sentence."""
        try:
            with signals.heard(say_interrupted):
                return super().main(*args, **more)
        except OSError as error:
            _say_unwritten(error)
            sys.exit(_FAILED)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command."""
        try:
            with progress.shown():
                return super().invoke(ctx)
        except IcilabasError as error:
            click.echo(error.text(current_language()), err=True)
            ctx.exit(error.exit_code)
        except click.UsageError as error:
            _tell(error, error.ctx or self._called(ctx))
            ctx.exit(_FAILED)
        except KeyboardInterrupt as interrupt:
            raise _interrupted(interrupt) from None
        except BrokenPipeError:  # whoever reads the output has enough of it, as `head` has
            _unheard()
            ctx.exit(0)


def _interrupted(interrupt: KeyboardInterrupt) -> click.exceptions.Exit:
    """Say it, and return what ends the command: click would print a word of its own."""
    say_interrupted()
    return click.exceptions.Exit(getattr(interrupt, "code", 128 + signal.SIGINT))


def say_interrupted() -> None:
    """Say that the command was interrupted; the cursor is there again, where the progress display had hidden it."""
    if sys.stderr.isatty():
        with suppress(OSError):
            sys.stderr.write("\r\x1b[K\x1b[?25h")
    _say(message("interrupted"))


def _say(text: Text) -> None:
    with suppress(OSError):  # nobody listens: a terminal that was closed, a disk that is full
        click.echo(text.text(current_language()), err=True)


def _say_unwritten(error: OSError) -> None:
    """Say that what was to be printed could not be, or what else of the system failed where no file is meant."""
    if error.filename is None:
        _unheard()
        _say(message("cannot-write", path=message("printed"), error=os_error_message(error)))
    else:
        _say(message("system-failed", path=error.filename, error=os_error_message(error)))


def _unheard() -> None:
    """Send what is still to be printed nowhere: Python's own flush at the end must not fail."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def language_asked_for(words: list[str]) -> str | None:
    """Return the language that the words of a call ask for, however wrong the call is."""
    pairs = pairwise([*words, ""])
    found = [after if word == "--lang" else word.partition("=")[2] for word, after in pairs if _LANG.match(word)]
    return next(filter(None, map(language_of, found)), None)


def _tell(error: click.UsageError, ctx: click.Context | None) -> None:
    """Say what is wrong with a call, in one sentence; a call of nothing at all gets the help."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
        return
    command = ctx.command_path if ctx else "icilabas"
    said = error.text if isinstance(error, _WrongCommandError) else _said(error, ctx)
    text = message("usage", command=same(command), error=said)
    click.echo(text.text(current_language()), err=True)


def _said(error: click.UsageError, ctx: click.Context | None) -> Text:
    if isinstance(error, click.NoSuchOption):
        near = [same(name) for name in nearest(error.option_name, error.possibilities or ())]
        return message("usage-option", found=error.option_name) + either(near)
    if isinstance(error, click.MissingParameter):
        return message("usage-missing", name=_name(error.param))
    if isinstance(error, click.BadParameter) and error.param is not None:
        return _value_wanted(error.param, error.message)
    if isinstance(error, click.BadOptionUsage):
        return _count_wanted(error, ctx)
    if extra := re.search(r"\((.*)\)$", error.message):  # as click says what is too much
        return message("usage-extra", found=extra[1])
    return message("usage-other", error=error.message)


def _name(param: click.Parameter | None) -> str:
    """Return how a parameter is written: an option's longest name, what the help calls an argument."""
    if isinstance(param, click.Argument):
        return str(param.metavar or param.human_readable_name)
    return max(param.opts, key=len) if param else "?"


def _value_wanted(param: click.Parameter, words: str) -> Text:
    """Say what a parameter wants: one of some words, a number, or, of anything else, what click says."""
    name, kind = _name(param), param.type
    if isinstance(kind, click.Choice):
        return message("usage-choice", name=name, expected=", ".join(map(str, kind.choices)))
    if isinstance(kind, click.IntRange | click.FloatRange):
        limits = {"least": kind.min, "most": kind.max}
        expected = message("usage-above", **limits) if kind.max is None else message("usage-between", **limits)
        return message("usage-number", name=name, expected=expected)
    return message("usage-other", error=f"{name}: {words}")


def _count_wanted(error: click.BadOptionUsage, ctx: click.Context | None) -> Text:
    """Say how many values an option takes."""
    params = ctx.command.params if ctx else []
    option = next((param for param in params if error.option_name in param.opts), None)
    name = _name(option) if option else error.option_name
    if isinstance(option, click.Option) and option.is_flag:
        return message("usage-no-value", name=name)
    return message("usage-value", name=name, count=option.nargs if option else 1)
