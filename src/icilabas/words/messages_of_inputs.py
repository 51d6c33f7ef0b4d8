"""What reading inputs and checking them says, in French and in English: a part of the table in ``messages``."""

INPUTS = {
    # a file or a folder
    "unreadable": ("lecture impossible : {error}", "cannot be read: {error}"),
    "no-such-input": (
        "il n'y a ni fichier ni dossier de ce nom ; vérifier le chemin",
        "no such file or folder; check the path",
    ),
    "unknown-ending": (
        "extension inconnue « {found} » ; lus : {known}, ou un dossier de tables",
        "unknown file extension “{found}”; what can be read: {known}, or a folder of tables",
    ),
    "empty-file": (
        "le fichier est vide ; y écrire au moins la ligne de titres",
        "the file is empty; write at least a row of headings",
    ),
    "no-tables": (
        "le dossier ne contient aucune table ; tables connues : {known}",
        "the folder contains no tables; known tables: {known}",
    ),
    "unknown-table": ("aucune table ne s'appelle « {found} ».", "no table is called “{found}”."),
    # a table as text
    "not-utf8": (
        "le fichier n'est pas en UTF-8 ; l'enregistrer comme « CSV UTF-8 »",
        "the file is not UTF-8; save it as “CSV UTF-8”",
    ),
    "windows-1252": (
        (
            "le fichier n'est pas en UTF-8, il est lu comme du Windows-1252 ; vérifier les accents, ou l'enregistrer "
            "comme « CSV UTF-8 »"
        ),
        "the file is not UTF-8 and is read as Windows-1252; check the accents, or save it as “CSV UTF-8”",
    ),
    "csv-broken": (
        "guillemet jamais fermé, ou texte après un guillemet fermant ; doubler les guillemets dans une cellule",
        "a quote is never closed, or text follows a closing quote; double the quotes inside a cell",
    ),
    "nul-byte": (
        "le fichier contient un octet nul : ce n'est pas une table de texte",
        "the file contains a NUL byte: it is not a text table",
    ),
    # a workbook as a file
    "not-a-workbook": (
        "ce n'est pas un classeur Excel lisible ({error}) ; l'ouvrir dans un tableur et l'enregistrer en .xlsx",
        "this is not a readable Excel workbook ({error}); open it in a spreadsheet program and save it as .xlsx",
    ),
    "password": (
        "le classeur est protégé par un mot de passe ; l'enregistrer sans mot de passe",
        "the workbook is protected by a password; save it without one",
    ),
    "old-workbook": (
        "ancien format ou autre format de tableur ; l'enregistrer comme « Classeur Excel (.xlsx) »",
        "this is an old or different spreadsheet format; save it as “Excel workbook (.xlsx)”",
    ),
    "too-big-workbook": (
        (
            "le classeur occupe {found} Mo une fois décompressé, {most} au plus sont lus ; supprimer les lignes "
            "vides et les images, ou partager les données en plusieurs classeurs"
        ),
        (
            "the workbook takes up {found} MB once unpacked; at most {most} MB are read. Delete empty rows and "
            "pictures, or split the data into several workbooks"
        ),
    ),
    "macros": (
        "le classeur contient des macros : elles sont ignorées, seules les cellules sont lues",
        "the workbook contains macros: they are ignored and only the cells are read",
    ),
    # sheets
    "no-known-sheet": (
        (
            "aucune feuille du classeur n'a le nom d'une table ; nommer chaque feuille selon ce que sont ses lignes "
            ": {known}"
        ),
        "no sheet of the workbook has the name of a table; name each sheet after what its rows describe: {known}",
    ),
    "unknown-sheet": (
        "la feuille « {found} » n'est pas une table et n'est pas lue.",
        "the sheet “{found}” is not a table and is not read.",
    ),
    "renamed-sheet": (
        "la feuille « {found} » a les titres d'une table, mais pas son nom : la renommer.",
        "the sheet “{found}” has the headings of a table, but not its name: rename it.",
    ),
    "twice-sheet": (
        "la feuille « {found} » et la feuille « {first} » sont la même table ; n'en garder qu'une",
        "the sheets “{found}” and “{first}” are the same table; keep one",
    ),
    "nothing-filled": (
        "rien n'y est encore rempli ; commencer par « {first} » et « {second} » : une ligne par chose, sous les titres",
        "nothing is filled in yet; begin with “{first}” and “{second}”: one row per thing, below the headings",
    ),
    "blank-rows": (
        "{count} lignes vides de suite : la lecture de la feuille s'arrête ici ; supprimer les lignes vides",
        "{count} consecutive blank rows: reading of the sheet stops here; delete the blank rows",
    ),
    "above-headings": ("les lignes au-dessus des titres ne sont pas lues", "the rows above the headings are not read"),
    # headings
    "unknown-column": ("colonne inconnue « {found} ».", "unknown column “{found}”."),
    "extra-column": (
        "la colonne « {found} » n'est pas connue et n'est pas lue.",
        "the column “{found}” is unknown and is not read.",
    ),
    "twice-column": (
        "la colonne « {found} » apparaît deux fois ; en garder une",
        "the column “{found}” appears twice; keep one",
    ),
    "missing-column": ("la colonne « {name} » manque ; l'ajouter", "the column “{name}” is missing; add it"),
    "no-heading": (
        "la colonne n'a pas de titre et n'est pas lue ; lui en donner un : {known}",
        "the column has no heading and is not read; give it one of: {known}",
    ),
    "too-many-cells": (
        "la ligne a {found} cellules pour {expected} titres ; mettre entre guillemets les textes à virgules",
        "the row has {found} cells for {expected} headings; put text that contains commas in quotes",
    ),
    # cells
    "merged": (
        "les cellules {found} sont fusionnées : défusionner et écrire la valeur dans chaque cellule",
        "the cells {found} are merged: unmerge them and write the value in each cell",
    ),
    "formula-error": (
        "la formule rend l'erreur {found} ; corriger la formule, ou écrire la valeur",
        "the formula gives the error {found}; correct the formula, or write the value",
    ),
    "formula-empty": (
        (
            "la formule n'a pas de résultat enregistré ; ouvrir le classeur dans un tableur et l'enregistrer, ou "
            "écrire la valeur"
        ),
        "the formula has no stored result; open the workbook in a spreadsheet program and save it, or write the value",
    ),
    "missing-value": ("« {name} » est vide. {remedy}", "“{name}” is empty. {remedy}"),
    "one-value": (
        "« {name} » a {found} valeurs, une seule est possible. {remedy}",
        "“{name}” has {found} values; only one is allowed. {remedy}",
    ),
    "bad-value": (
        "« {found} » ne convient pas à « {name} ». {remedy}",
        "“{found}” is not valid for “{name}”. {remedy}",
    ),
    "no-such-date": ("« {found} » n'est pas une date. {remedy}", "“{found}” is not a date. {remedy}"),
    "not-in-list": (
        "« {found} » n'est pas dans la liste de « {name} ». {remedy}",
        "“{found}” is not in the list for “{name}”. {remedy}",
    ),
    "turned-text": (
        "« {found} » contient des caractères invisibles qui retournent le texte ; il est lu sans eux",
        "“{found}” contains invisible characters that reverse the text; it is read without them",
    ),
    # ids, and what refers to them
    "needs-name": (
        "la ligne n'a ni identifiant ni libellé dont on puisse en faire un ; écrire un identifiant (a-z, 0-9, tirets)",
        "the row has neither an id nor a label to make one from; write an id (a-z, 0-9, hyphens)",
    ),
    "bad-id": (
        "« {found} » ne peut pas être un identifiant ; écrire par exemple « {nearest} »",
        "“{found}” cannot be an id; write “{nearest}”, for example",
    ),
    "duplicate-id": (
        "l'identifiant « {found} » est déjà pris par {place} ; en choisir un autre, ou dire un autre passage",
        "the id “{found}” is already taken by {place}; choose another, or name another passage",
    ),
    "taken-name": (
        (
            "l'identifiant « {found} », fait du libellé, est déjà pris par {place} ; si c'est une autre chose, "
            "écrire un autre identifiant dans la colonne « {column} », sinon supprimer la ligne"
        ),
        (
            "the id “{found}”, made from the label, is already taken by {place}; if this is a different thing, write "
            "another id in the column “{column}”; if not, delete the row"
        ),
    ),
    "also-elsewhere": (
        (
            "une autre source a déjà l'identifiant « {found} » : celui-ci devient « {longer} » ; si c'est la même "
            "chose, écrire « {found} » dans la colonne de l'identifiant"
        ),
        (
            "another source already has the id “{found}”: this one becomes “{longer}”; if it is the same thing, "
            "write “{found}” in the id column"
        ),
    ),
    "refers-to-nothing": ("identifiant inconnu : « {found} ». {remedy}", "no such id: “{found}”. {remedy}"),
    "names-nothing": (
        "« {found} » n'est ni l'identifiant ni le nom d'une chose connue. {remedy}",
        "“{found}” is neither the id nor the name of a known thing. {remedy}",
    ),
    "several-named": (
        "« {found} » est le nom de plusieurs choses ; écrire un identifiant : {names}",
        "“{found}” is the name of several things; write one of their ids: {names}",
    ),
    # passages and their pages
    "needs-passage": (
        "la ligne ne dit pas de quel passage elle vient ; l'écrire.",
        "the row does not say which passage it comes from; write it.",
    ),
    "unknown-passage": (
        "aucun passage ne s'appelle « {found} » ; corriger le nom, ou ajouter ce passage {where}.",
        "no passage is called “{found}”; correct the name, or add this passage to {where}.",
    ),
    "source-sheet": ("à la feuille « Source »", "the sheet “Source”"),
    "source-file": ("à source.yaml", "source.yaml"),
    "twice-passage": (
        "le passage « {found} » apparaît deux fois ; n'en garder qu'un",
        "the passage “{found}” appears twice; keep one",
    ),
    "needs-page": (
        "le passage « {passage} » va de la page {first} à la page {last} : dire laquelle",
        "the passage “{passage}” covers pages {first} to {last}: say which page",
    ),
    "page-outside": (
        "la page {found} est hors du passage « {passage} » (pages {first} à {last})",
        "page {found} is outside the passage “{passage}” (pages {first} to {last})",
    ),
    "page-nowhere": (
        "le passage « {passage} » n'a pas de pages : laisser la cellule vide",
        "the passage “{passage}” has no pages: leave the cell empty",
    ),
    # the source
    "source-yaml": ("source.yaml : {error}", "source.yaml: {error}"),
    "source-key": (
        "source.yaml : « {name} » manque ou n'est pas ce qu'il faut ; attendu : {expected}",
        "source.yaml: “{name}” is missing or wrong; expected: {expected}",
    ),
    "source-cell": (
        "« {name} » : « {found} » ne convient pas ; attendu : {expected}",
        "“{name}”: “{found}” is not valid; expected: {expected}",
    ),
    "source-extra": (
        "« {found} » n'est pas une ligne connue de cette feuille et n'est pas lu.",
        "“{found}” is not a known row of this sheet and is not read.",
    ),
    "needs-editors": (
        "« {found} » : dire plus haut qui c'est, à la ligne « {name} »",
        "“{found}”: say who that is in the row “{name}” above",
    ),
    "count-differs": (
        "la table « {name} » décrit {found:chose|choses}, source.yaml en annonce {expected}",
        "the table “{name}” describes {found:thing|things}; source.yaml expects {expected}",
    ),
    # RDF
    "rdf-syntax": ("le fichier n'est pas du RDF valide : {error}", "the file is not valid RDF: {error}"),
    "empty-graph": ("le fichier ne contient aucun triplet", "the file contains no triples"),
    "contacts-left-out": (
        (
            "{count:adresse électronique ou numéro de téléphone n'a pas été gardé|adresses électroniques ou numéros "
            "de téléphone n'ont pas été gardés}"
        ),
        "{count:e-mail address or telephone number was|e-mail addresses or telephone numbers were} not kept",
    ),
    "persons-restricted": (
        "{count:personne|personnes} : ce qui en est dit est d'accès restreint, donc absent de ce qui est publié",
        "{count:person|persons}: what is said of them is restricted, so it is left out of what is published",
    ),
    # IATI: the file
    "xml-empty": ("le fichier est vide ; le télécharger à nouveau", "the file is empty; download it again"),
    "xml-broken": (
        "le fichier n'est pas du XML valide ou s'arrête trop tôt ({error}) ; le télécharger à nouveau",
        "the file is not valid XML, or ends too early ({error}); download it again",
    ),
    "xml-packed": (
        "le fichier est compressé ({found}) ; le décompresser, puis donner le fichier .xml qu'il contient",
        "the file is compressed ({found}); unpack it, then give the .xml file inside",
    ),
    "xml-web-page": (
        "c'est une page web, pas un fichier IITA ; télécharger le fichier lui-même",
        "this is a web page, not an IATI file; download the file itself",
    ),
    "xml-doctype": (
        "le fichier déclare un DOCTYPE, ce qu'un fichier IITA ne fait pas ; rien n'en est lu, l'effacer",
        "the file declares a DOCTYPE, which no IATI file does, so none of it is read; delete the declaration",
    ),
    "xml-too-wide": (
        "une activité a plus de {most} éléments ; partager le fichier ou vérifier d'où il vient",
        "an activity has more than {most} elements; split the file, or check where it comes from",
    ),
    "iati-other": (
        "la racine du XML est « {found} » ; lus : les fichiers d'activités de l'IITA, dont la racine est {expected}",
        "the root element is “{found}”; only IATI activity files are read, whose root element is {expected}",
    ),
    "iati-version": (
        "version « {found} » de l'IITA ; lues : 1.0x et 2.0x. Demander le fichier dans la version 2.03",
        "IATI version “{found}” is not read, only 1.0x and 2.0x. Ask for the file in version 2.03",
    ),
    "iati-none": ("le fichier ne contient aucune activité", "the file contains no activities"),
    # IATI: the activities
    "iati-no-identifier": (
        "l'activité n'a pas d'iati-identifier ; gardée comme « {found} », à compléter chez qui la publie",
        "the activity has no iati-identifier and is kept as “{found}”; ask its publisher to add one",
    ),
    "iati-twice": (
        "l'activité « {found} » est déjà à {place} ; celle-ci n'est pas lue",
        "the activity “{found}” is already at {place}; this one is not read",
    ),
    "iati-no-title": (
        "l'activité « {found} » n'a pas de titre ; son identifiant en tient lieu",
        "the activity “{found}” has no title; its identifier is used instead",
    ),
    "iati-no-organization": (
        "« {found} » n'a ni nom ni référence ; non gardé",
        "“{found}” has neither a name nor a reference; not kept",
    ),
    "iati-unknown-code": (
        "code inconnu « {found} » ({name}) ; gardé sous le nom que donne le fichier, sinon sous son code",
        "unknown code “{found}” ({name}); kept under the name given in the file, or else under the code",
    ),
    "iati-bad-code": (
        "« {found} » ne convient pas à « {name} » ; non gardé",
        "“{found}” is not valid for “{name}”; not kept",
    ),
    "iati-left-out": (
        "non gardés, car le graphe n'a pas de place pour eux : {names}",
        "not kept, since the graph has no place for them: {names}",
    ),
    "iati-contact": (
        "une adresse électronique ou un numéro de téléphone a été ôté d'un texte de « {found} »",
        "an e-mail address or telephone number was removed from a text of “{found}”",
    ),
    # several sources: what is one
    "same-as-two": (
        "écrire deux identifiants par ligne : celui à garder, puis celui qui est la même chose",
        "write two ids in each row: the one to keep, then the one that is the same thing",
    ),
    "similar": (
        (
            "« {second} » ({b}) est peut-être la même chose que « {first} » ({a}, {place}) : {why}. Si c'est la "
            "même, écrire « {a},{b} » dans same-as.csv ; sinon, ne rien faire"
        ),
        (
            "“{second}” ({b}) may be the same as “{first}” ({a}, {place}): {why}. If it is, write “{a},{b}” in "
            "same-as.csv; if not, do nothing"
        ),
    ),
    "same-name": ("même nom ou sigle « {found} »", "same name or acronym “{found}”"),
    "near-name": ("noms presque égaux", "nearly equal names"),
    "same-match": ("même identifiant ailleurs, {found}", "same identifier elsewhere, {found}"),
    "disagree": (
        "« {name} » de {thing} : « {found} » n'est pas repris, une source lue avant dit « {kept} »",
        "“{name}” of {thing}: “{found}” is left out; a source read earlier says “{kept}”",
    ),
    # validation
    "required": ("« {name} » manque.", "“{name}” is missing."),
    "too-many": ("« {name} » a trop de valeurs.", "“{name}” has too many values."),
    "two-in-a-language": (
        "« {name} » a deux valeurs dans la même langue.",
        "“{name}” has two values in the same language.",
    ),
    "not-a": ("« {found} » n'est pas ce que « {name} » attend.", "“{found}” is not what “{name}” expects."),
    "breaks-rule": ("« {name} » enfreint une règle : {found}.", "“{name}” breaks a rule: {found}."),
    "found": ("Trouvé : « {value} ».", "Found: “{value}”."),
    "found-in": ("Passage : « {value} ».", "Passage: “{value}”."),
    "many-times": ("{count} fois dans cette table : {places}", "{count} times in this table: {places}"),
    "faults": (
        "{count:défaut|défauts}, {warnings:avertissement|avertissements}",
        "{count:fault|faults}, {warnings:warning|warnings}",
    ),
    "conforms": ("conforme : {count} triplets, aucun défaut", "conforms: {count} triples, no faults"),
}
