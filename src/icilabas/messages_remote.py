"""What asking a SPARQL endpoint says, in French and in English: a part of the table in ``messages``."""

REMOTE = {
    "endpoint-address": (
        "« {found} » n'est pas une adresse de point d'accès SPARQL ; écrire http(s)://machine/chemin",
        "“{found}” is no address of a SPARQL endpoint; write http(s)://host/path",
    ),
    "endpoint-userinfo": (
        (
            "l'adresse d'un point d'accès ne porte ni nom ni mot de passe ; les mettre dans l'environnement,"
            " ICILABAS_ENDPOINT_USER et ICILABAS_ENDPOINT_PASSWORD"
        ),
        (
            "the address of an endpoint holds no user name and no password; set them in the environment,"
            " ICILABAS_ENDPOINT_USER and ICILABAS_ENDPOINT_PASSWORD"
        ),
    ),
    "endpoint-plain": (
        (
            "{url} : un mot de passe ou un jeton n'est envoyé que par https:// ; donner l'adresse https, ou vider"
            " ICILABAS_ENDPOINT_USER, ICILABAS_ENDPOINT_PASSWORD et ICILABAS_ENDPOINT_TOKEN"
        ),
        (
            "{url}: a password or a token is only sent over https://; give the https address, or unset"
            " ICILABAS_ENDPOINT_USER, ICILABAS_ENDPOINT_PASSWORD and ICILABAS_ENDPOINT_TOKEN"
        ),
    ),
    "endpoint-timeout": (
        "ICILABAS_ENDPOINT_TIMEOUT vaut « {found} » ; écrire un nombre de secondes plus grand que 0",
        "ICILABAS_ENDPOINT_TIMEOUT is “{found}”; write a number of seconds greater than 0",
    ),
    "endpoint-refused": (
        "{url} : personne ne répond à cette adresse ; vérifier la machine et le port, et que le serveur tourne",
        "{url}: nobody answers at this address; check host and port, and that the server is running",
    ),
    "endpoint-unknown-host": (
        "{url} : cette machine est inconnue ; vérifier l'adresse et la connexion",
        "{url}: this host is unknown; check the address and the connection",
    ),
    "endpoint-certificate": (
        "{url} : la connexion chiffrée échoue (certificat) ; vérifier l'adresse, ou voir qui gère le serveur",
        "{url}: the encrypted connection fails (certificate); check the address, or ask who runs the server",
    ),
    "endpoint-401": (
        (
            "{url} : le serveur demande qui l'on est (401) ; mettre ICILABAS_ENDPOINT_USER et"
            " ICILABAS_ENDPOINT_PASSWORD, ou ICILABAS_ENDPOINT_TOKEN, dans l'environnement"
        ),
        (
            "{url}: the server asks who you are (401); set ICILABAS_ENDPOINT_USER and ICILABAS_ENDPOINT_PASSWORD,"
            " or ICILABAS_ENDPOINT_TOKEN, in the environment"
        ),
    ),
    "endpoint-401-again": (
        "{url} : le serveur n'accepte pas le nom, le mot de passe ou le jeton de l'environnement (401) ; les vérifier",
        "{url}: the server does not accept the user, password or token of the environment (401); check them",
    ),
    "endpoint-403": (
        "{url} : lecture interdite (403) ; demander le droit d'interroger à qui gère le serveur",
        "{url}: reading is forbidden (403); ask who runs the server for the right to query",
    ),
    "endpoint-404": (
        "{url} : il n'y a rien à cette adresse (404) ; vérifier le chemin, souvent /sparql ou /query",
        "{url}: there is nothing at this address (404); check the path, often /sparql or /query",
    ),
    "endpoint-busy": (
        "{url} : le serveur n'est pas disponible ({status}), même après plusieurs essais ; recommencer plus tard",
        "{url}: the server is not available ({status}), even after several tries; try again later",
    ),
    "endpoint-rejected": (
        (
            "{url} : le serveur rejette la requête ({status}) : {reason} ; vérifier que c'est un point d'accès"
            " SPARQL 1.1, ou simplifier la requête"
        ),
        (
            "{url}: the server rejects the query ({status}): {reason}; check that it is a SPARQL 1.1 endpoint, or"
            " simplify the query"
        ),
    ),
    "endpoint-cut": (
        "{url} : la connexion a été coupée avant la fin de la réponse ; recommencer, ou voir le journal du serveur",
        "{url}: the connection was cut before the end of the answer; try again, or look at the server's log",
    ),
    "endpoint-html": (
        "{url} : une page web, pas des résultats SPARQL ; donner l'adresse du point d'accès, souvent …/sparql",
        "{url}: a web page, no SPARQL results; give the address of the endpoint, often …/sparql",
    ),
    "endpoint-malformed": (
        (
            "{url} : la réponse n'est pas faite de résultats SPARQL valables ({reason}) ; vérifier l'adresse,"
            " ou voir qui"
            " gère le serveur"
        ),
        "{url}: the answer is no valid SPARQL results ({reason}); check the address, or ask who runs the server",
    ),
    "endpoint-endless": (
        "{url} : la réponse dépasse {most} Mo, elle est abandonnée ; demander moins, avec LIMIT par exemple",
        "{url}: the answer is longer than {most} MB and is given up; ask for less, with LIMIT for instance",
    ),
    "endpoint-slow": (
        "{url} : pas de réponse complète en {seconds} s ; demander moins, ou augmenter ICILABAS_ENDPOINT_TIMEOUT",
        "{url}: no complete answer in {seconds} s; ask for less, or raise ICILABAS_ENDPOINT_TIMEOUT",
    ),
    "endpoint-redirects": (
        "{url} : le serveur renvoie sans fin d'une adresse à l'autre ; donner l'adresse finale",
        "{url}: the server sends from one address to the next without end; give the final address",
    ),
    "endpoint-capped": (
        (
            "{url} : le serveur ne donne que {most} lignes à la fois, la réponse peut être incomplète ; la demander"
            " par parties, avec ORDER BY, LIMIT et OFFSET"
        ),
        (
            "{url}: the server gives {most} rows at a time only, the answer may be incomplete; ask for it in parts,"
            " with ORDER BY, LIMIT and OFFSET"
        ),
    ),
    "endpoint-changed": (
        "{url} : {found} triplets lus sur {expected} ; les données changent ou le serveur en retient, recommencer",
        "{url}: {found} triples read of {expected}; the data change or the server keeps some back, try again",
    ),
    "endpoint-bare": (
        "{url} : il y manque {missing} ; y charger ce qu'écrit « icilabas convert INPUT --infer --out all.nq »",
        "{url}: {missing} is missing there; load what “icilabas convert INPUT --infer --out all.nq” writes",
    ),
    "endpoint-no-union": (
        (
            "{url} : une requête sans GRAPH n'y voit pas les graphes nommés ; régler le serveur pour que le graphe par"
            " défaut soit leur union (voir docs/fr/howto/endpoint.md)"
        ),
        (
            "{url}: a query without GRAPH does not see the named graphs there; set the server so that the default graph"
            " is their union (see docs/en/howto/endpoint.md)"
        ),
    ),
    "endpoint-restricted": (
        (
            "{url} : il y a là des passages restreints (personnes), que le profil « {profile} » ne montre pas ;"
            " y charger"
            " la seule partie publique (icilabas convert INPUT --infer --out all.nq), ou ajouter"
            " --include-restricted si"
            " la commande le permet"
        ),
        (
            "{url}: there are restricted passages (persons), which the profile “{profile}” does not show; load"
            " the public"
            " part only (icilabas convert INPUT --infer --out all.nq), or add --include-restricted where the"
            " command has"
            " it"
        ),
    ),
    "endpoint-empty": (
        "{url} : aucun passage dans un graphe nommé ; y charger ce qu'écrit « icilabas convert INPUT --out all.nq »",
        "{url}: no passage in a named graph; load what “icilabas convert INPUT --out all.nq” writes",
    ),
    "endpoint-ontology": ("l'ontologie d'icilabas", "the ontology of icilabas"),
    "endpoint-inferred": ("le graphe de ce qui est inféré", "the graph of what is inferred"),
    "infer-needs-rdf": (
        "--infer écrit du RDF ; donner à --out la terminaison .nq, .trig, .ttl, .nt, .jsonld ou .rdf",
        "--infer writes RDF; give --out the ending .nq, .trig, .ttl, .nt, .jsonld or .rdf",
    ),
}
