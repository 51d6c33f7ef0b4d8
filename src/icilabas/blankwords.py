"""What a blank workbook explains, in French and in English."""

from icilabas.messages import Bilingual

FIXED = {
    "id": Bilingual(
        "Nom court de la chose : a-z, 0-9 et tirets. Laissé vide, il est fait du libellé.",
        "Short name of the thing: a-z, 0-9 and hyphens. Left empty, it is made from the label.",
    ),
    "kind": Bilingual("À choisir dans la liste.", "Choose it from the list."),
    "passage": Bilingual(
        "D'où vient la ligne : un passage de la source. Peut rester vide s'il n'y en a pas plusieurs.",
        "Where the row comes from: a passage of the source. May stay empty unless there are several.",
    ),
}
SOURCE = Bilingual("Source", "Source")
REQUIRED = Bilingual("Obligatoire.", "Required.")
ONE_LANGUAGE = Bilingual("Obligatoire dans une langue au moins.", "Required in one language at least.")
SEVERAL = Bilingual("Plusieurs valeurs : les séparer par « ; ».", "Several values: separate them by “;”.")
BY_NAME = Bilingual("Le nom convient aussi bien que l'identifiant.", "The name does as well as the id.")
EXAMPLE = Bilingual("Exemple :", "Example:")
TITLE = Bilingual("Remplir ce classeur", "Filling this workbook")
STEPS = (
    Bilingual(
        "1. Une feuille par sorte de chose. Commencer par « Territoires », « Organisations », « Partenariats », puis "
        "« Rôles » : qui fait quoi dans quel partenariat. Les feuilles inutiles restent vides.",
        "1. One sheet for each sort of thing. Begin with “Territories”, “Organisations”, “Partnerships”, then "
        "“Memberships”: who does what in which partnership. Sheets that you do not need stay empty.",
    ),
    Bilingual(
        "2. Une ligne par chose, sous les titres. Les colonnes marquées * sont obligatoires ; la note de chaque titre "
        "dit ce qu'on y écrit. L'ordre des colonnes ne compte pas.",
        "2. One row for each thing, below the headings. Columns marked * are required; the note of each heading says "
        "what to write. The order of the columns does not matter.",
    ),
    Bilingual(
        "3. Une cellule qui renvoie à une autre feuille contient le nom de la chose, ou son identifiant ; une liste "
        "déroulante les propose. Plusieurs valeurs se séparent par « ; ».",
        "3. A cell that refers to another sheet holds the name of the thing, or its id; a drop-down list offers them. "
        "Several values are separated by “;”.",
    ),
    Bilingual(
        "4. Dates : 2016, 2016-01, 2016-01-31, 31/01/2016 (le jour d'abord) ou 31 janvier 2016. Nombres : 50,63 ou "
        "50.63.",
        "4. Dates: 2016, 2016-01, 2016-01-31, 31/01/2016 (the day first) or 31 January 2016. Numbers: 50.63 or 50,63.",
    ),
    Bilingual(
        "5. La feuille « Source » dit d'où viennent les données. Vide, le classeur est sa propre source.",
        "5. The sheet “Source” says where the data come from. Left empty, the workbook is its own source.",
    ),
    Bilingual(
        "6. Si deux lignes de sources différentes sont la même chose, une feuille « same-as » le dit : dans chaque "
        "ligne, l'identifiant à garder, puis l'autre.",
        "6. If two rows of different sources are one thing, a sheet “same-as” says so: in each row, the id to keep, "
        "then the other.",
    ),
    Bilingual(
        "7. Vérifier : icilabas validate FICHIER. Voir le réseau : icilabas build FICHIER.",
        "7. Check: icilabas validate FILE. See the network: icilabas build FILE.",
    ),
    Bilingual(
        "Ni courriel ni téléphone : ce qui n'est pas écrit ne peut pas fuir. Les exemples viennent des données "
        "fournies avec icilabas ; rien de cette feuille n'est lu.",
        "No e-mail address and no telephone number: what is not written cannot leak. The examples come from the data "
        "that icilabas brings along; nothing of this sheet is read.",
    ),
)
FOLDER_STEPS = (
    Bilingual(
        "1. Une table par sorte de chose, une ligne par chose ; les tables inutiles restent vides. Commencer par "
        "territories.csv, organizations.csv, partnerships.csv, puis memberships.csv : qui fait quoi.",
        "1. One table for each sort of thing, one row for each thing; tables that you do not need stay empty. Begin "
        "with territories.csv, organizations.csv, partnerships.csv, then memberships.csv: who does what.",
    ),
    *STEPS[1:4],
    Bilingual(
        "5. source.yaml dit d'où viennent les données.",
        "5. source.yaml says where the data come from.",
    ),
    Bilingual(
        "6. Si deux lignes de sources différentes sont la même chose, une table same-as.csv le dit : dans chaque "
        "ligne, l'identifiant à garder, puis l'autre.",
        "6. If two rows of different sources are one thing, a table same-as.csv says so: in each row, the id to keep, "
        "then the other.",
    ),
    Bilingual(
        "7. Vérifier : icilabas validate DOSSIER. Voir le réseau : icilabas build DOSSIER.",
        "7. Check: icilabas validate FOLDER. See the network: icilabas build FOLDER.",
    ),
)
COLUMNS = (
    Bilingual("feuille", "sheet"),
    Bilingual("colonne", "column"),
    Bilingual("ce qu'on y écrit", "what to write"),
    Bilingual("exemple de ligne", "example row"),
)
PERSON = Bilingual("Prénom Nom", "First-name Last-name")
HELP_FILE = Bilingual("LISEZMOI.txt", "README.txt")
SOURCE_YAML = Bilingual(
    """# D'où viennent les données. Remplacer ce qui est entre guillemets ; les identifiants : a-z, 0-9 et tirets.
id: {id}
title: {{fr: "{name}", en: "{name}"}}
# Le document d'où viennent les faits (rapport, site, entretiens …).
source:
  id: {id}-document
  title: {{fr: "Document de {name}", en: "Document of {name}"}}
  # publisher: identifiant-d-une-organisation
  # date: "2016-01-31"
# Qui remplit les tables.
editors: {{id: {id}-editors, label: {{fr: "Rédaction de {name}", en: "Editors of {name}"}}}}
# licence: https://creativecommons.org/licenses/by/4.0/
# Les passages du document. S'il y en a plusieurs, chaque ligne dit le sien dans sa colonne « passage ».
# Avec des pages : pages: [1, 12]. Personnes nommées : access: restricted.
passages:
  - {{id: document, title: {{fr: "Document", en: "Document"}}, access: public}}
""",
    """# Where the data come from. Replace what stands in quotes; ids: a-z, 0-9 and hyphens.
id: {id}
title: {{fr: "{name}", en: "{name}"}}
# The document that the facts come from (report, site, interviews …).
source:
  id: {id}-document
  title: {{fr: "Document de {name}", en: "Document of {name}"}}
  # publisher: id-of-an-organisation
  # date: "2016-01-31"
# Who fills the tables.
editors: {{id: {id}-editors, label: {{fr: "Rédaction de {name}", en: "Editors of {name}"}}}}
# licence: https://creativecommons.org/licenses/by/4.0/
# The passages of the document. If there are several, each row says its own in its column “passage”.
# With pages: pages: [1, 12]. Named persons: access: restricted.
passages:
  - {{id: document, title: {{fr: "Document", en: "Document"}}, access: public}}
""",
)
