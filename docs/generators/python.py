"""The page of the Python functions: signatures and docstrings, from the code itself."""

from __future__ import annotations

import importlib
import inspect
import re
from typing import TYPE_CHECKING, Any

from generators.markdown import block, code, page, told
from generators.words import texts

if TYPE_CHECKING:
    from types import ModuleType

MODULES = ("icilabas", "icilabas.bridging", "icilabas.backbone", "icilabas.significance")


def names(module: ModuleType) -> list[str]:
    """Return the public names of a module, functions first: those that it lists, else those that it defines."""
    listed = getattr(module, "__all__", None) or [
        name
        for name, value in vars(module).items()
        if not name.startswith("_") and getattr(value, "__module__", None) == module.__name__ and callable(value)
    ]
    members = [name for name in listed if not inspect.ismodule(getattr(module, name))]  # these have parts of their own
    return sorted(members, key=lambda name: (inspect.isclass(getattr(module, name)), name))


def module_of(name: str) -> ModuleType:
    """Return the module of a public name, which may lie deeper in the package."""
    package, _, member = name.partition(".")
    return getattr(importlib.import_module(package), member) if member else importlib.import_module(package)


def pages(lang: str) -> dict[str, str]:
    """Return the page of the functions."""
    words = texts("python", lang)
    parts = [f"# {words['title']}", told(words["lead"])]
    for name in MODULES:
        module = module_of(name)
        parts += [f"({name})=\n## {code(name)}", _french(name, lang), _docstring(module)]
        for member in names(module):
            parts += _described(name, member, getattr(module, member), lang)
    parts.append(f"## {words['back']}")
    for value in returned():
        parts += _described(value.__module__, value.__name__, value, lang)
    return {"reference/python.md": page(*parts)}


def returned() -> list[type]:
    """Return the classes of ours that the functions of the package return, in the order of these."""
    package = importlib.import_module(MODULES[0])
    functions = [getattr(package, name) for name in names(package) if inspect.isfunction(getattr(package, name))]
    homes = [(importlib.import_module(f.__module__), inspect.signature(f).return_annotation) for f in functions]
    found = [getattr(home, str(name), None) for home, name in homes]
    return [value for value in found if inspect.isclass(value) and value.__module__.startswith(MODULES[0])]


def _described(module: str, name: str, value: Any, lang: str) -> list[str]:
    parts = [f"({module}.{name})=\n### {code(name)}", _french(name, lang)]
    call = _signature(f"class {name}" if inspect.isclass(value) else f"{module}.{name}", value)
    return [*parts, block("python", call), _docstring(value), *_members(value)]


def _members(value: Any) -> list[str]:
    """Return the public attributes and methods of a class that have a docstring."""
    if not inspect.isclass(value):
        return []
    found = []
    for name, member in sorted(vars(value).items()):
        function = member.fget if isinstance(member, property) else member
        if name.startswith("_") or not inspect.isfunction(function) or not function.__doc__:
            continue
        call = (
            ""
            if isinstance(member, property)
            else str(_plain(function)).replace("(self, ", "(").replace("(self)", "()")
        )
        found.append(f"- {code(name + call)}: {_line(function)}")
    return ["\n".join(found)] if found else []


def _signature(name: str, value: Any) -> str:
    """Return the call, an argument a line where one line would be too long."""
    try:
        plain = _plain(value)
    except ValueError:
        return name
    text = f"{name}{plain}"
    if len(text) <= 80:  # noqa: PLR2004  # the width of a page beside its side bar
        return text
    result = text.partition(") -> ")[2]
    arguments = [str(argument) for argument in plain.parameters.values()]
    kinds = [argument.kind for argument in plain.parameters.values()]
    if inspect.Parameter.KEYWORD_ONLY in kinds and inspect.Parameter.VAR_POSITIONAL not in kinds:
        arguments.insert(kinds.index(inspect.Parameter.KEYWORD_ONLY), "*")
    if inspect.Parameter.POSITIONAL_ONLY in kinds:
        arguments.insert(kinds.count(inspect.Parameter.POSITIONAL_ONLY), "/")
    lines = "".join(f"    {argument},\n" for argument in arguments)
    return f"{name}(\n{lines})" + (f" -> {result}" if result else "")


def _plain(value: Any) -> inspect.Signature:
    """Return the signature with its types as they are written, not as strings in quotes."""
    found = inspect.signature(value)
    unquoted = [p.replace(annotation=_written(p.annotation)) for p in found.parameters.values()]
    result = inspect.Signature.empty if inspect.isclass(value) else _written(found.return_annotation)
    return found.replace(parameters=unquoted, return_annotation=result)


def _written(annotation: Any) -> Any:
    return annotation if annotation is inspect.Signature.empty else _Written(annotation)


class _Written:
    """A type as the code writes it."""

    def __init__(self, annotation: Any) -> None:
        self.annotation = annotation

    def __repr__(self) -> str:
        return self.annotation if isinstance(self.annotation, str) else inspect.formatannotation(self.annotation)


def _french(name: str, lang: str) -> str:
    return told(texts("names", "fr").get(name, "")) if lang == "fr" else ""


def _line(value: Any) -> str:
    return _code_spans((inspect.getdoc(value) or "").partition("\n\n")[0])


def _docstring(value: Any) -> str:
    """Return the docstring as paragraphs; what it sets as code is set as code."""
    text = re.sub(
        r"^(In|Out): .*$", "", inspect.getdoc(value) or "", flags=re.MULTILINE
    )  # for the picture of the house
    return "\n\n".join(map(_code_spans, re.split(r"\n\s*\n", text.strip())))


def _code_spans(text: str) -> str:
    return told(re.sub(r"``?([^`]+)``?", r"`\1`", text))
