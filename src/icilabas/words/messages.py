"""All that the commands say, in French and in English: one entry a message, ``{name}`` for what was found."""

from icilabas.words.bilingual import COUNTS, NOTHING, Bilingual
from icilabas.words.messages_of_inputs import INPUTS
from icilabas.words.messages_of_stores import STORES

_OTHERS = {
    # names
    "suggest": ("Le plus proche : {names}.", "Nearest: {names}."),
    "known": ("Connus : {names}.", "Known: {names}."),
    "ambiguous": (
        "« {found} » peut être plusieurs choses ; écrire l'une de : {names}",
        "“{found}” is ambiguous; write one of: {names}",
    ),
    "unknown-thing": ("rien ne s'appelle « {found} » parmi : {kind}.", "nothing in {kind} is called “{found}”."),
    "anything": ("tout ce que disent les données", "all that the data say"),
    # questions, networks and profiles
    "unknown-question": ("aucune question ne s'appelle « {found} ».", "no question is called “{found}”."),
    "unknown-parameter": (
        "la question « {name} » n'a pas de paramètre « {found} ».",
        "the question “{name}” has no parameter “{found}”.",
    ),
    "bad-parameter": (
        "« {found} » ne convient pas à « {name} » ; écrire {expected}",
        "“{found}” is not valid for “{name}”; write {expected}",
    ),
    "unknown-view": ("aucun réseau ne s'appelle « {found} ».", "no network is called “{found}”."),
    "bad-view": (
        "le réseau « {found} » doit rendre les colonnes ?source et ?target",
        "the network “{found}” must return the columns ?source and ?target",
    ),
    "unknown-profile": ("aucun profil ne s'appelle « {found} ».", "no profile is called “{found}”."),
    "bad-header": ("l'en-tête de {path} n'est pas lisible : {error}", "the header of {path} cannot be read: {error}"),
    "query-syntax": ("la requête n'est pas du SPARQL valide : {error}", "the query is not valid SPARQL: {error}"),
    "not-a-select": ("la requête n'est pas un SELECT", "the query is not a SELECT"),
    "not-a-construct": ("la requête n'est pas un CONSTRUCT", "the query is not a CONSTRUCT"),
    # measures
    "no-attribute": ("aucun nœud n'a d'attribut « {found} ».", "no node has an attribute “{found}”."),
    "no-groups": (
        "aucun nœud du réseau n'a de groupe ; donner {{nœud: groupe}}",
        "no node of the network has a group; give {{node: group}}",
    ),
    "bad-group": (
        "le groupe du nœud « {found} » n'est pas une seule valeur ; en donner une",
        "the group of the node “{found}” is not a single value; give one",
    ),
    "two-groups": (
        "le nœud « {found} » est dans deux groupes ; le laisser dans un seul",
        "the node “{found}” is in two groups; leave it in one",
    ),
    "unknown-node": ("« {found} » n'est pas un nœud du réseau", "“{found}” is not a node of the network"),
    "far-apart": (
        "distances trop inégales pour s'additionner : de {least} à {most}. Les écrire de 1 à 1 000, par exemple",
        "distances too far apart to be added up: from {least} to {most}. Rescale them, say to between 1 and 1,000",
    ),
    "bad-weight": (
        "le lien entre « {source} » et « {target} » pèse « {found} » ; attendu : un nombre {expected}",
        "the weight of the tie between “{source}” and “{target}” is “{found}”; it must be a number {expected}",
    ),
    "bad-number": ("« {name} » : {found} ; attendu : {expected}", "“{name}” is {found}; it must be {expected}"),
    # comparisons
    "same-territory": (
        "« {inner} » est donné deux fois ; écrire deux territoires, ou « others » pour tous les autres",
        "“{inner}” is given twice; write two different territories, or “others” for all the others",
    ),
    "nested-territories": (
        "« {inner} » est situé dans « {outer} » ; écrire deux territoires dont aucun ne contient l'autre",
        "“{inner}” lies in “{outer}”; write two territories, neither of which contains the other",
    ),
    # what a notebook shows
    "needs-pandas": (
        "pandas n'est pas installé ; l'installer par « python -m pip install pandas », ou prendre to_dicts()",
        "pandas is not installed; install it with “python -m pip install pandas”, or use to_dicts()",
    ),
    "more-rows": ("{shown} lignes montrées sur {count}", "{shown} of {count} rows are shown"),
    "no-rows": ("Aucune réponse.", "No rows."),
    "no-fault": ("Conforme : aucun défaut.", "Conforms: no faults."),
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
    # files that are written
    "written": ("écrit : {path}", "written: {path}"),
    "rows": ("{count:réponse|réponses}", "{count:row|rows}"),
    "cannot-write": ("{path} ne peut pas être écrit : {error}", "{path} cannot be written: {error}"),
    "bad-output": (
        "« {found} » : extension inconnue ; possibles : {known}",
        "“{found}”: unknown file extension; write one of {known}",
    ),
    "infer-needs-rdf": (
        "--infer écrit du RDF ; donner à --out l'extension .nq, .trig, .ttl, .nt, .jsonld ou .rdf",
        "--infer writes RDF; give --out a file ending in .nq, .trig, .ttl, .nt, .jsonld or .rdf",
    ),
    "not-our-folder": (
        "{path} existe et n'a pas été écrit par cette commande ; choisir un autre dossier avec --out",
        "{path} exists and was not written by this command; choose another folder with --out",
    ),
    "no-documentation": (
        "{path} n'est pas une documentation : la page index.html y manque ; la faire avec « make docs »",
        "{path} is not a documentation folder: it has no page index.html; make it with “make docs”",
    ),
    # blank and filled workbooks
    "exists": (
        "{path} existe déjà et n'est pas touché ; choisir un autre nom, ou ajouter --force pour le remplacer",
        "{path} already exists and was not touched; choose another name, or add --force to replace it",
    ),
    "new-ending": (
        "« {found} » : donner un nom en .xlsx, ou un nom de dossier sans extension",
        "“{found}”: give a name ending in .xlsx, or a folder name without an extension",
    ),
    "next-workbook": (
        (
            "{path} est prêt : le remplir dans un tableur en suivant la feuille « {sheet} », puis lancer : icilabas "
            "validate {path}"
        ),
        (
            "{path} is ready: fill it in as the sheet “{sheet}” explains, in a spreadsheet program, then run: "
            "icilabas validate {path}"
        ),
    ),
    "next-folder": (
        (
            "{path} est prêt : remplir source.yaml et les tables comme le dit {sheet}, puis lancer : icilabas "
            "validate {path}"
        ),
        "{path} is ready: fill in source.yaml and the tables as {sheet} explains, then run: icilabas validate {path}",
    ),
    "long-cell": (
        "« {found} » dépasse les 32 767 caractères d'une cellule ; écrire plutôt {known}",
        "“{found}” exceeds the 32,767 characters of a cell; write {known} instead",
    ),
    "not-in-workbook": (
        (
            "{count:triplet n'a pas de place dans un classeur et est laissé|triplets n'ont pas de place dans un "
            "classeur et sont laissés} de côté ({found}) ; un fichier .trig garde tout"
        ),
        (
            "{count:triple has no place in a workbook and is|triples have no place in a workbook and are} left out "
            "({found}); a .trig file keeps everything"
        ),
    ),
    # the command line
    "usage": ("{command} : {error} Aide : {command} --help", "{command}: {error} Help: {command} --help"),
    "usage-command": ("il n'y a pas de commande « {found} ».", "there is no command “{found}”."),
    "usage-option": ("il n'y a pas d'option « {found} ».", "there is no option “{found}”."),
    "usage-missing": ("il manque {name}.", "{name} is missing."),
    "usage-value": ("{name} demande {count:valeur|valeurs}.", "{name} takes {count:value|values}."),
    "usage-no-value": ("{name} ne prend pas de valeur.", "{name} takes no value."),
    "usage-choice": ("{name} : écrire l'un de {expected}.", "{name}: write one of {expected}."),
    "usage-number": ("{name} : écrire {expected}.", "{name}: write {expected}."),
    "usage-between": ("un nombre entier de {least} à {most}", "a whole number from {least} to {most}"),
    "usage-above": ("un nombre plus grand que {least}", "a number greater than {least}"),
    "usage-extra": ("rien n'est attendu après ce qui est écrit ; en trop : {found}.", "unexpected: {found}."),
    "usage-other": ("{error}", "{error}"),
    "param-form": ("« {found} » : écrire nom=valeur", "“{found}”: write name=value"),
    "no-input": (
        "rien à lire : nommer des entrées, ou un dossier avec --store",
        "nothing to read: name inputs, or a folder with --store",
    ),
    "no-output": (
        "rien à écrire : nommer un fichier avec --out, ou un dossier avec --store",
        "nothing to write: name a file with --out, or a folder with --store",
    ),
    # the system's reasons
    "cannot-open": ("{path} ne peut pas être lu : {error}", "{path} cannot be read: {error}"),
    "os-denied": (
        "accès refusé ; demander les droits, ou prendre un autre endroit",
        "permission denied; ask for access, or choose another place",
    ),
    "os-read-only": (
        "le disque est en lecture seule ; prendre un autre endroit",
        "the disk is read-only; choose another place",
    ),
    "os-nothing": ("il n'y a rien de ce nom ; vérifier le chemin", "no such file or folder; check the path"),
    "os-file": (
        "un fichier est là où le chemin veut un dossier ; vérifier le chemin",
        "part of the path is a file, not a folder; check the path",
    ),
    "os-folder": ("c'est un dossier ; nommer un fichier", "this is a folder; name a file"),
    "os-long": ("le nom est trop long ; en prendre un plus court", "the name is too long; choose a shorter one"),
    "os-taken": ("un autre programme s'en sert", "another program is using it"),
    "disk-full": ("le disque est plein ; y faire de la place", "the disk is full; free some space on it"),
    # the stages of the progress display
    "stage-reading": ("Lecture : {path}", "Reading: {path}"),
    "stage-linking": ("Liens entre les tables", "Linking the tables"),
    "stage-rules": ("Inférence", "Inference"),
    "stage-checks": ("Contrôles", "Checks"),
    "stage-question": ("Réponse", "Answering"),
    "stage-questions": ("Questions", "Questions"),
    "stage-network": ("Réseau : {name}", "Network: {name}"),
    "stage-networks": ("Réseaux", "Networks"),
    "stage-measures": ("Mesures", "Measures"),
    "stage-comparison": ("Comparaison", "Comparing"),
    "stage-pages": ("Pages", "Pages"),
    "storing": ("Écriture : {path}", "Writing: {path}"),
}
MESSAGES = {**INPUTS, **STORES, **_OTHERS}
_LONGEST = 120


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
