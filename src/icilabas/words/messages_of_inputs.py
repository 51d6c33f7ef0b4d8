"""What reading inputs says, in French and in English: a part of the table in ``messages``."""

MESSAGES = {
    # a workbook as a file
    "not-a-workbook": (
        "ce n'est pas un classeur Excel lisible ({error}) ; l'ouvrir dans un tableur et l'enregistrer en .xlsx",
        "this is no Excel workbook that can be read ({error}); open it in a spreadsheet program and save it as .xlsx",
    ),
    "password": (
        "le classeur est protégé par un mot de passe ; l'enregistrer sans mot de passe",
        "the workbook is protected by a password; save it without one",
    ),
    "old-workbook": (
        "ancien format ou autre format de tableur ; l'enregistrer comme « Classeur Excel (.xlsx) »",
        "an old or another spreadsheet format; save it as “Excel workbook (.xlsx)”",
    ),
    "too-big-workbook": (
        (
            "le classeur occupe {found} Mo une fois décompressé, {most} au plus sont lus ; supprimer les lignes vides "
            "et les images, ou partager les données en plusieurs classeurs"
        ),
        (
            "the workbook takes {found} MB once unpacked, at most {most} are read; delete empty rows and pictures, or "
            "split the data into several workbooks"
        ),
    ),
    "macros": (
        "le classeur contient des macros : elles sont ignorées, seules les cellules sont lues",
        "the workbook holds macros: they are ignored, only the cells are read",
    ),
    "blank-rows": (
        "{count} lignes vides de suite : la lecture de la feuille s'arrête ici ; supprimer les lignes vides",
        "{count} blank rows in a row: reading of the sheet stops here; delete the blank rows",
    ),
    "merged": (
        "les cellules {found} sont fusionnées : défusionner et écrire la valeur dans chaque cellule",
        "the cells {found} are merged: unmerge them and write the value into each cell",
    ),
    "formula-error": (
        "la formule rend l'erreur {found} ; corriger la formule, ou écrire la valeur",
        "the formula gives the error {found}; mend the formula, or write the value",
    ),
    "formula-empty": (
        (
            "la formule n'a pas de résultat enregistré ; ouvrir le classeur dans un tableur et l'enregistrer, ou "
            "écrire la valeur"
        ),
        "the formula has no stored result; open the workbook in a spreadsheet program and save it, or write the value",
    ),
    # sheets and headings
    "no-known-sheet": (
        (
            "aucune feuille du classeur n'a le nom d'une table ; nommer chaque feuille selon ce que sont ses lignes : "
            "{known}"
        ),
        "no sheet of the workbook has the name of a table; name each sheet after what its rows are: {known}",
    ),
    "unknown-sheet": (
        "la feuille « {found} » n'est pas une table et n'est pas lue.",
        "the sheet “{found}” is no table and is left out.",
    ),
    "renamed-sheet": (
        "la feuille « {found} » a les titres d'une table, mais pas son nom : la renommer.",
        "the sheet “{found}” has the headings of a table, but not its name: rename it.",
    ),
    "twice-sheet": (
        "la feuille « {found} » et la feuille « {first} » sont la même table ; n'en garder qu'une",
        "the sheet “{found}” and the sheet “{first}” are the same table; keep one",
    ),
    "extra-column": (
        "la colonne « {found} » n'est pas connue et n'est pas lue.",
        "the column “{found}” is not known and is left out.",
    ),
    "above-headings": (
        "les lignes au-dessus des titres ne sont pas lues",
        "the rows above the headings are left out",
    ),
    "no-heading": (
        "la colonne n'a pas de titre et n'est pas lue ; lui en donner un : {known}",
        "the column has no heading and is left out; give it one: {known}",
    ),
    "windows-1252": (
        (
            "le fichier n'est pas en UTF-8, il est lu comme du Windows-1252 ; vérifier les accents, ou "
            "l'enregistrer comme « CSV UTF-8 »"
        ),
        "the file is not UTF-8, it is read as Windows-1252; check the accents, or save it as “CSV UTF-8”",
    ),
    # cells
    "needs-name": (
        "la ligne n'a ni identifiant ni libellé dont on puisse en faire un ; écrire un identifiant (a-z, 0-9, tirets)",
        "the row has neither an id nor a label that one can be made of; write an id (a-z, 0-9, hyphens)",
    ),
    "needs-passage": (
        "la ligne ne dit pas de quel passage elle vient ; l'écrire.",
        "the row does not say which passage it comes from; write it.",
    ),
    "taken-name": (
        (
            "l'identifiant « {found} », fait du libellé, est déjà pris par {place} ; si c'est une autre chose, écrire "
            "un autre identifiant dans la colonne « {column} », sinon supprimer la ligne"
        ),
        (
            "the id “{found}”, made from the label, is already taken by {place}; if this is another thing, write "
            "another id in the column “{column}”, else delete the row"
        ),
    ),
    "also-elsewhere": (
        (
            "une autre source a déjà l'identifiant « {found} » : celui-ci devient « {longer} » ; si c'est la même "
            "chose, écrire « {found} » dans la colonne de l'identifiant"
        ),
        (
            "another source has the id “{found}” already: this one becomes “{longer}”; if it is the same thing, write "
            "“{found}” into the column of the id"
        ),
    ),
    "several-named": (
        "« {found} » est le nom de plusieurs choses ; écrire un identifiant : {names}",
        "“{found}” is the name of several things; write an id: {names}",
    ),
    "names-nothing": (
        "« {found} » n'est ni l'identifiant ni le nom d'une chose connue. {remedy}",
        "“{found}” is neither the id nor the name of a known thing. {remedy}",
    ),
    "is-example": (
        "c'est l'exemple du classeur vide ; écrire vos propres données",
        "this is the example of the blank workbook; write your own data",
    ),
    # the source sheet
    "source-cell": (
        "« {name} » : « {found} » ne convient pas ; attendu : {expected}",
        "“{name}”: “{found}” does not fit; expected: {expected}",
    ),
    "source-extra": (
        "« {found} » n'est pas une ligne connue de cette feuille et n'est pas lu.",
        "“{found}” is no known line of this sheet and is left out.",
    ),
    # what is one
    "same-as-two": (
        "écrire deux identifiants par ligne : celui à garder, puis celui qui est la même chose",
        "write two ids in a row: the one to keep, then the one that is the same thing",
    ),
    "similar": (
        (
            "« {second} » ({b}) est peut-être la même chose que « {first} » ({a}, {place}) : {why}. Si c'est la même, "
            "écrire « {a},{b} » dans same-as.csv ; sinon, ne rien faire"
        ),
        (
            "“{second}” ({b}) may be the same as “{first}” ({a}, {place}): {why}. If it is, write “{a},{b}” in "
            "same-as.csv; if not, do nothing"
        ),
    ),
    "disagree": (
        "« {name} » de {thing} : « {found} » n'est pas repris, une source lue avant dit « {kept} »",
        "“{name}” of {thing}: “{found}” is left out, a source that is read before says “{kept}”",
    ),
    "same-name": ("même nom ou sigle « {found} »", "same name or acronym “{found}”"),
    "near-name": ("noms presque égaux", "nearly equal names"),
    "same-match": ("même identifiant ailleurs, {found}", "same identifier elsewhere, {found}"),
    # writing
    "exists": (
        "{path} existe déjà et n'est pas touché ; choisir un autre nom, ou ajouter --force pour le remplacer",
        "{path} exists already and is not touched; choose another name, or add --force to replace it",
    ),
    "new-ending": (
        "« {found} » : donner un nom en .xlsx, ou un nom de dossier sans terminaison",
        "“{found}”: give a name in .xlsx, or the name of a folder without an ending",
    ),
    "long-cell": (
        "« {found} » dépasse les 32 767 caractères d'une cellule ; écrire plutôt {known}",
        "“{found}” is longer than the 32,767 characters of a cell; write {known} instead",
    ),
    "not-in-workbook": (
        (
            "{count} triplets n'ont pas de place dans un classeur et sont laissés de côté ({found}) ; un fichier .trig "
            "les garde tous"
        ),
        "{count} triples have no place in a workbook and are left out ({found}); a .trig file keeps them all",
    ),
    "next-workbook": (
        (
            "{path} est prêt : le remplir dans un tableur en suivant la feuille « {sheet} », puis lancer : icilabas "
            "validate {path}"
        ),
        (
            "{path} is ready: fill it in a spreadsheet program as the sheet “{sheet}” says, then run: icilabas "
            "validate {path}"
        ),
    ),
    "next-folder": (
        (
            "{path} est prêt : remplir source.yaml et les tables comme le dit {sheet}, puis lancer : icilabas validate "
            "{path}"
        ),
        "{path} is ready: fill source.yaml and the tables as {sheet} says, then run: icilabas validate {path}",
    ),
}


READING = {
    "nothing-filled": (
        "rien n'y est encore rempli ; commencer par « {first} » et « {second} » : une ligne par chose, sous les titres",
        "nothing is filled in yet; begin with “{first}” and “{second}”: one row for each thing, below the headings",
    ),
    "turned-text": (
        "« {found} » contient des caractères invisibles qui retournent le texte ; il est lu sans eux",
        "“{found}” holds invisible characters that turn the text round; it is read without them",
    ),
    "many-times": ("{count} fois dans cette table : {places}", "{count} times in this table: {places}"),
    "anything": ("tout ce que disent les données", "all that the data say"),
    "found-in": ("Passage : « {value} ».", "Passage: “{value}”."),
    # passages and the source
    "unknown-passage": (
        "aucun passage ne s'appelle « {found} » ; corriger le nom, ou ajouter ce passage {where}.",
        "no passage is called “{found}”; correct the name, or add this passage to {where}.",
    ),
    "source-sheet": ("à la feuille « Source »", "the sheet “Source”"),
    "source-file": ("à source.yaml", "source.yaml"),
    "twice-passage": (
        "le passage « {found} » est là deux fois ; n'en garder qu'un",
        "the passage “{found}” is there twice; keep one",
    ),
    "needs-editors": (
        "« {found} » : dire plus haut qui c'est, à la ligne « {name} »",
        "“{found}”: say above who that is, in the line “{name}”",
    ),
}


IATI = {
    "xml-empty": ("le fichier est vide ; le télécharger à nouveau", "the file is empty; download it again"),
    "xml-broken": (
        "le fichier n'est pas du XML valable ou s'arrête trop tôt ({error}) ; le télécharger à nouveau",
        "the file is not valid XML, or ends too early ({error}); download it again",
    ),
    "xml-packed": (
        "le fichier est compressé ({found}) ; le décompresser, puis donner le fichier .xml qu'il contient",
        "the file is compressed ({found}); unpack it, then give the .xml file in it",
    ),
    "xml-web-page": (
        "c'est une page web, pas un fichier IITA ; télécharger le fichier lui-même",
        "this is a web page, no IATI file; download the file itself",
    ),
    "xml-doctype": (
        "le fichier déclare un DOCTYPE, ce qu'un fichier IITA ne fait pas ; rien n'en est lu, l'effacer",
        "the file declares a DOCTYPE, which no IATI file does; nothing of it is read, delete this declaration",
    ),
    "xml-too-wide": (
        "une activité a plus de {most} éléments ; partager le fichier ou vérifier d'où il vient",
        "an activity has more than {most} elements; split the file, or check where it comes from",
    ),
    "iati-other": (
        "la racine du XML est « {found} » ; lus : les fichiers d'activités de l'IITA, dont la racine est {expected}",
        "the root of the XML is “{found}”; read are IATI activity files, whose root is {expected}",
    ),
    "iati-version": (
        "version « {found} » de l'IITA ; lues : 1.0x et 2.0x. Demander le fichier dans la version 2.03",
        "version “{found}” of IATI; read are 1.0x and 2.0x. Ask for the file in version 2.03",
    ),
    "iati-none": ("le fichier ne contient aucune activité", "the file holds no activity"),
    "iati-no-identifier": (
        "l'activité n'a pas d'iati-identifier ; gardée comme « {found} », à compléter chez qui la publie",
        "the activity has no iati-identifier; kept as “{found}”, to be completed by its publisher",
    ),
    "iati-twice": (
        "l'activité « {found} » est déjà à {place} ; celle-ci n'est pas lue",
        "the activity “{found}” is at {place} already; this one is not read",
    ),
    "iati-no-title": (
        "l'activité « {found} » n'a pas de titre ; son identifiant en tient lieu",
        "the activity “{found}” has no title; its identifier stands for one",
    ),
    "iati-no-organization": (
        "« {found} » n'a ni nom ni référence ; non gardé",
        "“{found}” has neither a name nor a reference; not kept",
    ),
    "iati-unknown-code": (
        "code inconnu « {found} » ({name}) ; gardé sous le nom que donne le fichier, sinon sous son code",
        "unknown code “{found}” ({name}); kept by the name that the file gives, else by its code",
    ),
    "iati-bad-code": (
        "« {found} » ne convient pas à « {name} » ; non gardé",
        "“{found}” does not fit “{name}”; not kept",
    ),
    "iati-left-out": (
        "non gardés, car le graphe n'a pas de place pour eux : {names}",
        "not kept, since the graph has no place for them: {names}",
    ),
    "iati-contact": (
        "une adresse électronique ou un numéro de téléphone a été ôté d'un texte de « {found} »",
        "an e-mail address or telephone number was taken out of a text of “{found}”",
    ),
    "contacts-left-out": (
        "{count} adresses électroniques ou numéros de téléphone n'ont pas été gardés",
        "{count} e-mail addresses or telephone numbers were not kept",
    ),
    "persons-restricted": (
        "{count} personnes : ce qui en est dit est d'accès restreint, donc absent de ce qui est publié",
        "{count} persons: what is said of them is restricted, so it is left out of what is published",
    ),
}


DOCS = {
    "no-documentation": (
        "{path} n'est pas une documentation : la page index.html y manque ; la faire avec « make docs »",
        "{path} is no documentation: it has no page index.html; make it with “make docs”",
    ),
}
