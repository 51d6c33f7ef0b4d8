"""What the set-up and `make` say, in French and in English; ``python tools/saying.py KEY`` says one sentence.

Of the standard library alone, and for older Pythons too: it speaks before anything is installed.
"""

from __future__ import annotations

import os
import sys
import time

LANGUAGE = ("ICILABAS_LANG", "LC_ALL", "LC_MESSAGES", "LANG")  # the first that is set decides, as for `icilabas`
EACH = 10  # seconds between two lines of progress where no line can be written over
SAID = {
    "environment": (
        "Préparation 1/3 : l’environnement .venv, avec Python {version} (une seule fois)",
        "Set-up 1/3: the environment .venv, with Python {version} (once)",
    ),
    "packages": (
        "Préparation 2/3 : {count} paquets épinglés, à télécharger et à installer",
        "Set-up 2/3: {count} pinned packages, to be fetched and installed",
    ),
    "fetched": (
        "  {done} sur {count} trouvés",
        "  {done} of {count} found",
    ),
    "installing": (
        "  {count} trouvés, installation en cours",
        "  {count} found, being installed",
    ),
    "itself": (
        "Préparation 3/3 : icilabas, dans .venv",
        "Set-up 3/3: icilabas, in .venv",
    ),
    "site": (
        "Site : la documentation, les pages, les données et les téléchargements, en français et en anglais",
        "Site: the documentation, pages, data and downloads, in French and in English",
    ),
    "open": (
        "Le site est prêt : ouvrez site/index.html d’un double clic, ou dans un navigateur.",
        "The site is ready: open site/index.html with a double click, or in a browser.",
    ),
    "old": (
        (
            "icilabas a besoin de Python 3.11 ou plus récent ; celui-ci est Python {version}. Installez-en un, "
            "ou nommez-le : make PYTHON=/chemin/vers/python3.12 …"
        ),
        (
            "icilabas needs Python 3.11 or newer; this is Python {version}. Install one, or name it: make "
            "PYTHON=/path/to/python3.12 …"
        ),
    ),
    "no-venv": (
        (
            "Il manque à Python {version} son module venv. Sous Debian ou Ubuntu : apt install python3-venv ; "
            "puis relancez la même commande. Un autre Python : make PYTHON=/chemin/vers/python3 …"
        ),
        (
            "Python {version} lacks its venv module. On Debian or Ubuntu: apt install python3-venv; then run the "
            "same command again. Another Python: make PYTHON=/path/to/python3 …"
        ),
    ),
    "no-environment": (
        "L’environnement .venv n’a pas pu être créé : {why}",
        "The environment .venv could not be made: {why}",
    ),
    "no-network": (
        (
            "Les paquets n’ont pas pu être téléchargés : pas de réponse de leur serveur. Connectez-vous "
            "(derrière un mandataire : HTTPS_PROXY), puis relancez la même commande."
        ),
        (
            "The packages could not be fetched: no answer from their server. Connect (behind a proxy: "
            "HTTPS_PROXY), then run the same command again."
        ),
    ),
    "no-trust": (
        (
            "Les paquets n’ont pas pu être téléchargés : le certificat de leur serveur n’est pas reconnu. Nommez "
            "celui de votre réseau (PIP_CERT=/chemin/vers/certificat.pem), puis relancez la même commande."
        ),
        (
            "The packages could not be fetched: the certificate of their server is not known. Name that of your "
            "network (PIP_CERT=/path/to/certificate.pem), then run the same command again."
        ),
    ),
    "other-package": (
        (
            "Un paquet reçu n’est pas celui qui est épinglé (son empreinte diffère) : rien n’en a été installé. "
            "Relancez la même commande ; si cela reste, le serveur des paquets en donne d’autres que ceux du "
            "projet."
        ),
        (
            "A package that came is not the one that is pinned (its hash differs): nothing of it was installed. "
            "Run the same command again; if this stays, the server of packages gives others than those of the "
            "project."
        ),
    ),
    "no-package": (
        (
            "{package} n’a pas été trouvé : le serveur des paquets ne répond pas, ou ne l’a pas pour ce système et "
            "Python {version}. Vérifiez la connexion, ou prenez un autre Python : make PYTHON=/chemin/vers/python3.12 …"
        ),
        (
            "{package} was not found: the server of packages does not answer, or does not have it for this system and "
            "Python {version}. Check the connection, or take another Python: make PYTHON=/path/to/python3.12 …"
        ),
    ),
    "no-space": (
        (
            "Il n’y a plus de place sur le disque : il faut {size} Mo environ. Libérez-en, puis relancez la même "
            "commande."
        ),
        "The disk is full: about {size} MB are needed. Make room, then run the same command again.",
    ),
    "failed": (
        (
            "Les paquets n’ont pas pu être installés : {why} Ce que pip a dit se lit dans {log} ; la même "
            "commande recommence."
        ),
        (
            "The packages could not be installed: {why} What pip said can be read in {log}; the same command "
            "starts again."
        ),
    ),
    "interrupted": (
        "Préparation interrompue ; la même commande recommence.",
        "Set-up interrupted; the same command starts it again.",
    ),
}


def language() -> str:
    """Return the language of the system: ``fr``, or else ``en``."""
    spoken = next((os.environ[name] for name in LANGUAGE if os.environ.get(name)), "")
    return "fr" if spoken.lower().startswith("fr") else "en"


def sentence(key: str, **known: object) -> str:
    """Return the sentence in the language of the system."""
    french, english = SAID[key]
    return (french if language() == "fr" else english).format(**known)


class Progress:
    """Lines that say how far the work is: written over in a terminal, one every few seconds elsewhere."""

    def __init__(self) -> None:
        self._over = sys.stdout.isatty()
        self._shown = ""
        self._last = time.monotonic()

    def step(self, key: str, **known: object) -> None:
        """Begin a step: a line that stays."""
        self.clear()
        say(key, **known)
        self._last = time.monotonic()

    def now(self, key: str, **known: object) -> None:
        """Say how far the step is."""
        if self._over:
            self.clear()
            self._shown = sentence(key, **known)
            sys.stdout.write(self._shown)
            sys.stdout.flush()
        elif time.monotonic() - self._last >= EACH:
            self.step(key, **known)

    def clear(self) -> None:
        """Take away the line that is written over."""
        if self._shown:
            sys.stdout.write("\r" + " " * len(self._shown) + "\r")
            self._shown = ""


def say(key: str, **known: object) -> None:
    """Write the sentence as a line, at once."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")  # a terminal without accents shows the rest
    print(sentence(key, **known), flush=True)


if __name__ == "__main__":
    say(sys.argv[1])
