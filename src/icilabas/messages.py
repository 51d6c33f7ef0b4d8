"""All that the commands say, in French and in English: one entry a message, ``{name}`` for what was found."""

from dataclasses import dataclass

from icilabas import (
    messages_display,
    messages_docs,
    messages_iati,
    messages_measuring,
    messages_reading,
    messages_remote,
    messages_serve,
    messages_store,
    messages_usage,
    messages_workbook,
)
from icilabas.counted import COUNTS

_LONGEST = 120
SPOKEN = {"lang": "en"}  # the language of this process; the command line sets it


@dataclass(frozen=True, order=True)
class Bilingual:
    """A text in French and in English."""

    fr: str
    en: str

    def text(self, lang: str = "en") -> str:
        """Return the text in the language (French for ``fr``, else English)."""
        return self.fr if lang == "fr" else self.en

    def __add__(self, other: "Bilingual") -> "Bilingual":
        """Return both texts, one after the other."""
        return Bilingual(f"{self.fr} {other.fr}".strip(), f"{self.en} {other.en}".strip())


NOTHING = Bilingual("", "")

MESSAGES = {
    # reading
    "unreadable": ("lecture impossible : {error}", "cannot be read: {error}"),
    "no-such-input": (
        "il n'y a ni fichier ni dossier de ce nom ; vérifier le chemin",
        "there is no file or folder of this name; check the path",
    ),
    "unknown-ending": (
        "terminaison inconnue « {found} » ; lus : {known}, ou un dossier de tables",
        "unknown ending “{found}”; read are {known}, or a folder of tables",
    ),
    "empty-file": (
        "le fichier est vide ; y écrire au moins la ligne de titres",
        "the file is empty; write at least the row of headings",
    ),
    "empty-graph": ("le fichier ne contient aucun triplet", "the file holds no triple"),
    "no-tables": (
        "le dossier ne contient aucune table ; tables connues : {known}",
        "the folder holds no table; known tables: {known}",
    ),
    "unknown-table": ("aucune table ne s'appelle « {found} ».", "no table is called “{found}”."),
    "not-utf8": (
        "le fichier n'est pas en UTF-8 ; l'enregistrer comme « CSV UTF-8 »",
        "the file is not UTF-8; save it as “CSV UTF-8”",
    ),
    "csv-broken": (
        "guillemet jamais fermé, ou texte après un guillemet fermant ; doubler les guillemets dans une cellule",
        "a quote is never closed, or text follows a closing quote; double the quotes inside a cell",
    ),
    "nul-byte": (
        "le fichier contient un octet nul : ce n'est pas une table de texte",
        "the file holds a NUL byte: it is not a table of text",
    ),
    "rdf-syntax": ("le fichier n'est pas du RDF valable : {error}", "the file is not valid RDF: {error}"),
    "unknown-column": ("colonne inconnue « {found} »", "unknown column “{found}”"),
    "twice-column": (
        "la colonne « {found} » est là deux fois ; en garder une",
        "the column “{found}” is there twice; keep one",
    ),
    "missing-column": ("la colonne « {name} » manque ; l'ajouter", "the column “{name}” is missing; add it"),
    "too-many-cells": (
        "la ligne a {found} cellules pour {expected} titres ; mettre entre guillemets les textes à virgules",
        "the row has {found} cells for {expected} headings; put texts with commas in quotes",
    ),
    "missing-value": ("« {name} » est vide. {remedy}", "“{name}” is empty. {remedy}"),
    "one-value": (
        "« {name} » a {found} valeurs, une seule est possible. {remedy}",
        "“{name}” has {found} values, only one is possible. {remedy}",
    ),
    "bad-id": (
        "« {found} » ne peut pas être un identifiant ; écrire par exemple « {nearest} »",
        "“{found}” cannot be an id; write for example “{nearest}”",
    ),
    "duplicate-id": (
        "l'identifiant « {found} » est déjà pris par {place} ; en choisir un autre, ou dire un autre passage",
        "the id “{found}” is already taken by {place}; choose another, or name another passage",
    ),
    "bad-value": (
        "« {found} » ne convient pas à « {name} ». {remedy}",
        "“{found}” does not fit “{name}”. {remedy}",
    ),
    "no-such-date": ("« {found} » n'est pas une date. {remedy}", "“{found}” is no date. {remedy}"),
    "not-in-list": (
        "« {found} » n'est pas dans la liste de « {name} ». {remedy}",
        "“{found}” is not in the list of “{name}”. {remedy}",
    ),
    "refers-to-nothing": (
        "« {found} » n'est l'identifiant de rien. {remedy}",
        "“{found}” is the id of nothing. {remedy}",
    ),
    "needs-page": (
        "le passage « {passage} » va de la page {first} à la page {last} : dire laquelle",
        "the passage “{passage}” covers pages {first} to {last}: say which one",
    ),
    "page-outside": (
        "la page {found} est hors du passage « {passage} » (pages {first} à {last})",
        "page {found} is outside the passage “{passage}” (pages {first} to {last})",
    ),
    "page-nowhere": (
        "le passage « {passage} » n'a pas de pages : laisser la cellule vide",
        "the passage “{passage}” has no pages: leave the cell empty",
    ),
    "source-yaml": ("source.yaml : {error}", "source.yaml: {error}"),
    "source-key": (
        "source.yaml : « {name} » manque ou n'est pas ce qu'il faut ; attendu : {expected}",
        "source.yaml: “{name}” is missing or not as it should be; expected: {expected}",
    ),
    "count-differs": (
        "la table « {name} » décrit {found} choses, source.yaml en annonce {expected}",
        "the table “{name}” describes {found} things, source.yaml expects {expected}",
    ),
    "suggest": ("Le plus proche : {names}.", "Nearest: {names}."),
    "known": ("Connus : {names}.", "Known: {names}."),
    # checking
    "required": ("« {name} » manque.", "“{name}” is missing."),
    "too-many": ("« {name} » a trop de valeurs.", "“{name}” has too many values."),
    "two-in-a-language": (
        "« {name} » a deux valeurs dans la même langue.",
        "“{name}” has two values in the same language.",
    ),
    "not-a": ("« {found} » n'est pas ce que « {name} » attend.", "“{found}” is not what “{name}” expects."),
    "breaks-rule": ("« {name} » enfreint une règle : {found}.", "“{name}” breaks a rule: {found}."),
    "found": ("Trouvé : « {value} ».", "Found: “{value}”."),
    # asking
    "query-syntax": (
        "la requête n'est pas du SPARQL valable : {error}",
        "the query is not valid SPARQL: {error}",
    ),
    "not-a-select": ("la requête n'est pas un SELECT", "the query is not a SELECT"),
    "unknown-question": ("aucune question ne s'appelle « {found} ».", "no question is called “{found}”."),
    "unknown-view": ("aucun réseau ne s'appelle « {found} ».", "no network is called “{found}”."),
    "unknown-profile": ("aucun profil ne s'appelle « {found} ».", "no profile is called “{found}”."),
    "unknown-parameter": (
        "la question « {name} » n'a pas de paramètre « {found} ».",
        "the question “{name}” has no parameter “{found}”.",
    ),
    "bad-parameter": (
        "« {found} » n'est pas une valeur pour « {name} » ; attendu : {expected}",
        "“{found}” is no value for “{name}”; expected: {expected}",
    ),
    "unknown-thing": (
        "rien ne s'appelle « {found} » parmi : {kind}.",
        "nothing is called “{found}” among: {kind}.",
    ),
    "ambiguous": (
        "« {found} » peut être plusieurs choses ; écrire l'une de : {names}",
        "“{found}” can be several things; write one of: {names}",
    ),
    "bad-header": (
        "l'en-tête de {path} n'est pas lisible : {error}",
        "the header of {path} cannot be read: {error}",
    ),
    "bad-view": (
        "le réseau « {found} » doit rendre les colonnes ?source et ?target",
        "the network “{found}” has to return the columns ?source and ?target",
    ),
    # writing
    "cannot-write": ("{path} ne peut pas être écrit : {error}", "{path} cannot be written: {error}"),
    "bad-output": (
        "« {found} » : terminaison inconnue ; possibles : {known}",
        "“{found}”: unknown ending; possible are {known}",
    ),
    "not-our-folder": (
        "{path} existe et n'a pas été écrit par cette commande ; choisir un autre dossier avec --out",
        "{path} exists and was not written by this command; choose another folder with --out",
    ),
    "conforms": ("conforme : {count} triplets, aucun défaut", "conforms: {count} triples, no fault"),
    "faults": (
        "{count:défaut|défauts}, {warnings:avertissement|avertissements}",
        "{count:fault|faults}, {warnings:warning|warnings}",
    ),
    "written": ("écrit : {path}", "written: {path}"),
    "rows": ("{count:réponse|réponses}", "{count:row|rows}"),
    "param-form": ("« {found} » : écrire nom=valeur", "“{found}”: write name=value"),
    **messages_display.DISPLAY,
    **messages_docs.DOCS,
    **messages_iati.IATI,
    **messages_measuring.MEASURING,
    **messages_reading.READING,
    **messages_remote.REMOTE,
    **messages_serve.SERVE,
    **messages_store.STORE,
    **messages_usage.USAGE,
    **messages_workbook.MESSAGES,
}


def show(value: object) -> str:
    """Return a value from data as one safe line: no control characters, not longer than a line."""
    text = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in str(value))
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def message(key: str, **values: object) -> Bilingual:
    """Return the message in both languages; a ``Bilingual`` value is put in in the same language."""
    fr, en = MESSAGES[key]

    def put(value: object, lang: str) -> object:
        if isinstance(value, Bilingual):
            return value.text(lang)
        return COUNTS[lang](value) if type(value) is int else show(value)

    def fill(template: str, lang: str) -> str:
        return template.format(**{name: put(value, lang) for name, value in values.items()})

    return Bilingual(fill(fr, "fr"), fill(en, "en"))


def suggestion(names: list[str]) -> Bilingual:
    """Return “Nearest: a, b.”, or nothing when no name is near."""
    return message("suggest", names=Bilingual(*[", ".join(map(show, names))] * 2)) if names else NOTHING


def either(names: list[Bilingual], *, near: bool = True) -> Bilingual:
    """Return “Nearest: a, b.” or “Known: a, b.” with each name in the language of the sentence."""
    each = (", ".join(dict.fromkeys(show(name.text(lang)) for name in names)) for lang in ("fr", "en"))
    return message("suggest" if near else "known", names=Bilingual(*each)) if names else NOTHING
