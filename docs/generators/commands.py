"""The page of the commands: their arguments, options and defaults, from the command line itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

from generators.markdown import block, code, page, table, told
from generators.words import texts

NEED_INPUT = ("convert", "validate")  # they read nothing that is not named


def pages(lang: str) -> dict[str, str]:
    """Return the page of the commands."""
    words = texts("commands", lang)
    parts = [f"# {words['title']}", told(words["lead"])]
    for command in described_in(lang):
        parts += _command(command, lang)
    parts += [f"## {words['common']}", told(words["help"])]
    return {"reference/commands.md": page(*parts)}


def described_in(lang: str) -> list[dict[str, Any]]:
    """Return what the commands say of themselves in a language, by name.

    Their texts are chosen when they are imported, so a process of its own is asked.
    """
    program = "import json; from generators.commands import described; print(json.dumps(described()))"
    environment = {**os.environ, "ICILABAS_LANG": lang, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE)  # noqa: S603  # written above
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def described() -> list[dict[str, Any]]:
    """Return name, usage, help and parameters of each command, in the language of this process."""
    import click

    from icilabas.cli.main import main

    found = []
    above = click.Context(main, info_name="icilabas")
    for name in main.list_commands(above):
        command = main.get_command(above, name)
        if command is None:
            continue
        context = click.Context(command, parent=above, info_name=name)
        info = command.to_info_dict(context)
        shown = {parameter.name: parameter.make_metavar(context) for parameter in command.params}
        params = [{**about, "metavar": shown.get(about["name"], "")} for about in info["params"]]
        usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
        found.append({"name": name, "usage": usage, "help": info["help"], "params": params})
    return found


def _command(command: dict[str, Any], lang: str) -> list[str]:
    words, name = texts("commands", lang), command["name"]
    arguments = [about for about in command["params"] if about["param_type_name"] == "argument"]
    options = [about for about in command["params"] if about not in arguments and "--help" not in about["opts"]]
    parts = [f"(command-{name})=\n## {code(f'icilabas {name}')}", told(command["help"])]
    parts.append(block("text", command["usage"]))
    if arguments:
        rows = [
            [code(about["metavar"]), told(words["arguments"][about["name"]]), _default(about, name, lang)]
            for about in arguments
        ]
        parts.append(table([words["argument"], words["what"], words["default"]], rows))
    rows = [[_option(about), _what(about, lang), _default(about, name, lang)] for about in options]
    parts.append(table([words["option"], words["what"], words["default"]], rows))
    return parts


def _option(about: dict[str, Any]) -> str:
    names = ", ".join(about["opts"])
    return code(names if about["is_flag"] else f"{names} {about['metavar']}")


def _what(about: dict[str, Any], lang: str) -> str:
    words, kind = texts("commands", lang), about["type"]
    said = [told(about["help"])]
    if "choices" in kind:
        said.append(f"{words['choices']} {', '.join(map(code, kind['choices']))}.")
    if kind.get("max") is not None:
        said.append(told(words["range"].format(**kind)) + ".")
    said += [words["several"]] if about["multiple"] else []
    return " ".join(text[:1].upper() + text[1:] for text in said)


def _default(about: dict[str, Any], command: str, lang: str) -> str:
    words = texts("commands", lang)
    if about["name"] == "inputs":
        return told(words["required"] if command in NEED_INPUT else words["bundled"])
    if about["required"]:
        return told(words["required"])
    if about["name"] == "lang":
        return code("fr") if command == "build" else told(words["language"])
    if about.get("is_flag"):
        return told(words["flag"])
    return "" if about["default"] is None else code(about["default"])
