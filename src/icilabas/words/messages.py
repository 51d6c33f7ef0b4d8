"""All that the commands say, in French and in English: one entry a message, ``{name}`` for what was found."""

from icilabas.words import messages_of_inputs, messages_of_stores
from icilabas.words.bilingual import COUNTS, NOTHING, Bilingual

DISPLAY = {
    "needs-pandas": (
        "pandas n'est pas installé ; l'installer par « python -m pip install pandas », ou prendre to_dicts()",
        "pandas is not installed; install it by “python -m pip install pandas”, or take to_dicts()",
    ),
    "more-rows": ("{shown} lignes montrées sur {count}", "{shown} of {count} rows are shown"),
    "no-rows": ("Aucune réponse.", "No row."),
    "no-fault": ("Conforme : aucun défaut.", "Conforms: no fault."),
    "fault-place": ("Où", "Where"),
    "fault-severity": ("Gravité", "Severity"),
    "fault-Violation": ("défaut", "fault"),
    "fault-Warning": ("avertissement", "warning"),
    "fault-text": ("Ce qui ne va pas, et quoi écrire", "What is wrong, and what to write"),
    "graph-size": ("{nodes} nœuds, {ties} liens", "{nodes} nodes, {ties} ties"),
    "graph-untitled": ("Réseau", "Network"),
    "graph-from": ("de", "from"),
    "graph-one": ("entre", "between"),
    "graph-other": ("et", "and"),
    "graph-to": ("vers", "to"),
    "graph-relation": ("lien", "tie"),
    "graph-weight": ("poids", "weight"),
    "graph-evidence": ("qui le dit", "who says so"),
    "graph-node": ("nœud", "node"),
    "graph-kind": ("genre", "kind"),
}


MEASURING = {
    # measuring
    "no-attribute": ("aucun nœud n'a d'attribut « {found} ».", "no node has an attribute “{found}”."),
    "no-groups": (
        "aucun nœud du réseau n'a de groupe ; donner {{nœud: groupe}}",
        "no node of the network has a group; give {{node: group}}",
    ),
    "bad-group": (
        "le groupe du nœud « {found} » n'est pas une seule valeur ; en donner une",
        "the group of the node “{found}” is not one value; give one",
    ),
    "two-groups": (
        "le nœud « {found} » est dans deux groupes ; le laisser dans un seul",
        "the node “{found}” is in two groups; leave it in one",
    ),
    "unknown-node": ("« {found} » n'est pas un nœud du réseau", "“{found}” is no node of the network"),
    "far-apart": (
        "distances trop inégales pour s'additionner : de {least} à {most}. Écrivez-les de 1 à 1 000, par exemple",
        "distances too unequal to be added: from {least} to {most}. Write them from 1 to 1,000, for example",
    ),
    "bad-weight": (
        "le lien entre « {source} » et « {target} » pèse « {found} » ; attendu : un nombre {expected}",
        "the tie between “{source}” and “{target}” weighs “{found}”; expected: a number {expected}",
    ),
    "bad-number": ("« {name} » : {found} ; attendu : {expected}", "“{name}”: {found}; expected: {expected}"),
    # comparing
    "same-territory": (
        "« {inner} » est donné deux fois ; écrire deux territoires, ou « others » pour tous les autres",
        "“{inner}” is given twice; write two territories, or “others” for all the others",
    ),
    "nested-territories": (
        "« {inner} » est situé dans « {outer} » ; écrire deux territoires dont aucun ne contient l'autre",
        "“{inner}” lies in “{outer}”; write two territories of which neither contains the other",
    ),
}


USAGE = {
    # the command line
    "usage": (
        "{command} : {error} Aide : {command} --help",
        "{command}: {error} Help: {command} --help",
    ),
    "usage-command": ("il n'y a pas de commande « {found} ».", "there is no command “{found}”."),
    "usage-option": ("il n'y a pas d'option « {found} ».", "there is no option “{found}”."),
    "usage-missing": ("il manque {name}.", "{name} is missing."),
    "usage-value": ("{name} demande {count} valeur(s).", "{name} takes {count} value(s)."),
    "usage-no-value": ("{name} ne prend pas de valeur.", "{name} takes no value."),
    "usage-choice": ("{name} : écrire l'un de {expected}.", "{name}: write one of {expected}."),
    "usage-number": ("{name} : écrire {expected}.", "{name}: write {expected}."),
    "usage-between": ("un nombre entier de {least} à {most}", "a whole number from {least} to {most}"),
    "usage-above": ("un nombre plus grand que {least}", "a number above {least}"),
    "usage-extra": (
        "rien n'est attendu après ce qui est écrit ; en trop : {found}.",
        "nothing is expected after what is written; too much is: {found}.",
    ),
    "usage-other": ("{error}", "{error}"),
    # files
    "cannot-open": ("{path} ne peut pas être lu : {error}", "{path} cannot be read: {error}"),
    "os-denied": (
        "les droits manquent ; les demander, ou prendre un autre endroit",
        "access is denied; ask for it, or take another place",
    ),
    "os-read-only": (
        "le disque est en lecture seule ; prendre un autre endroit",
        "the disk is read-only; take another place",
    ),
    "os-nothing": ("il n'y a rien de ce nom ; vérifier le chemin", "there is nothing of this name; check the path"),
    "os-file": (
        "un fichier est là où le chemin veut un dossier ; vérifier le chemin",
        "a file is where the path wants a folder; check the path",
    ),
    "os-folder": ("c'est un dossier ; nommer un fichier", "this is a folder; name a file"),
    "os-long": ("le nom est trop long ; en prendre un plus court", "the name is too long; take a shorter one"),
    "os-taken": ("un autre programme s'en sert", "another program uses it"),
}


_LONGEST = 120

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
    "not-a-construct": ("la requête n'est pas un CONSTRUCT", "the query is not a CONSTRUCT"),
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
    **DISPLAY,
    **messages_of_inputs.DOCS,
    **messages_of_inputs.IATI,
    **MEASURING,
    **messages_of_inputs.READING,
    **messages_of_stores.REMOTE,
    **messages_of_stores.SERVE,
    **messages_of_stores.STORE,
    **USAGE,
    **messages_of_inputs.MESSAGES,
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
