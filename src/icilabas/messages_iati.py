"""What reading IATI files and other RDF says, in French and in English: a part of the table in ``messages``."""

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
