"""What is said of a wrong call, and of what the system refuses: a part of the table in ``messages``."""

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
