"""What stores on disk and the progress display say, in French and in English: a part of the table in ``messages``."""

STORE = {
    "no-such-store": (
        "{path} n'existe pas ; pour le créer : icilabas convert ENTRÉE --store DOSSIER",
        "{path} does not exist; to make it: icilabas convert INPUT --store FOLDER",
    ),
    "no-store": (
        "{path} n'est pas un dossier fait par « icilabas convert ENTRÉE --store DOSSIER » ; vérifier le chemin",
        "{path} is no folder made by “icilabas convert INPUT --store FOLDER”; check the path",
    ),
    "store-not-ours": (
        "{path} contient autre chose ; nommer avec --store un dossier vide ou nouveau",
        "{path} holds something else; name an empty or a new folder with --store",
    ),
    "store-locked": (
        "une autre commande écrit dans {path} ; attendre qu'elle ait fini, puis recommencer",
        "another command is writing to {path}; wait until it is done, then try again",
    ),
    "store-damaged": (
        "{path} est endommagé ({error}) ; le refaire : icilabas convert ENTRÉE --store DOSSIER",
        "{path} is damaged ({error}); make it anew: icilabas convert INPUT --store FOLDER",
    ),
    "store-damaged-inside": (
        "ce qui est gardé sur le disque est endommagé ({error}) ; le refaire : icilabas convert ENTRÉE --store DOSSIER",
        "what is kept on disk is damaged ({error}); make it anew: icilabas convert INPUT --store FOLDER",
    ),
    "store-other-version": (
        (
            "{path} a été fait avec une autre version d'icilabas ou de son ontologie ; le refaire : "
            "icilabas convert ENTRÉE --store DOSSIER"
        ),
        (
            "{path} was made with another version of icilabas or of its ontology; make it anew: "
            "icilabas convert INPUT --store FOLDER"
        ),
    ),
    "store-profile": (
        "{path} a été fait avec le profil « {found} », et ce que cette commande montre, avec « {asked} ».",
        "{path} was made with the profile “{found}”; what this command shows has to be “{asked}”.",
    ),
    "store-profile-remedy": (
        "En faire un autre : icilabas convert ENTRÉE --profile {asked} --store DOSSIER (ou --include-restricted ici).",
        "Make another: icilabas convert INPUT --profile {asked} --store FOLDER (or say --include-restricted here).",
    ),
    "input-and-store": (
        (
            "des entrées et --store à la fois : donner les unes ou l'autre ; pour refaire le dossier, "
            "icilabas convert ENTRÉE --store DOSSIER, sans --out"
        ),
        (
            "inputs and --store together: give one or the other; to make the folder anew, "
            "icilabas convert INPUT --store FOLDER, without --out"
        ),
    ),
    "no-input": (
        "rien à lire : nommer des entrées, ou un dossier avec --store",
        "nothing to read: name inputs, or a folder with --store",
    ),
    "no-output": (
        "rien à écrire : nommer un fichier avec --out, ou un dossier avec --store",
        "nothing to write: name a file with --out, or a folder with --store",
    ),
    "disk-full": ("le disque est plein ; y faire de la place", "the disk is full; make room on it"),
    # what the progress display shows
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
