"""What stores, endpoints and the server say, in French and in English: a part of the table in ``messages``."""

STORES = {
    # a store on disk
    "no-such-store": (
        "{path} n'existe pas ; pour le créer : icilabas convert ENTRÉE --store DOSSIER",
        "{path} does not exist; to create it: icilabas convert INPUT --store FOLDER",
    ),
    "no-store": (
        "{path} n'est pas un dossier fait par « icilabas convert ENTRÉE --store DOSSIER » ; vérifier le chemin",
        "{path} is not a folder made by “icilabas convert INPUT --store FOLDER”; check the path",
    ),
    "store-not-ours": (
        "{path} contient autre chose ; nommer avec --store un dossier vide ou nouveau",
        "{path} contains something else; give --store an empty or new folder",
    ),
    "store-locked": (
        "une autre commande écrit dans {path} ; attendre qu'elle ait fini, puis recommencer",
        "another command is writing to {path}; wait until it has finished, then try again",
    ),
    "store-damaged": (
        "{path} est endommagé ({error}) ; le refaire : icilabas convert ENTRÉE --store DOSSIER",
        "{path} is damaged ({error}); rebuild it: icilabas convert INPUT --store FOLDER",
    ),
    "store-damaged-inside": (
        "ce qui est gardé sur le disque est endommagé ({error}) ; le refaire : icilabas convert ENTRÉE --store DOSSIER",
        "the data stored on disk are damaged ({error}); rebuild them: icilabas convert INPUT --store FOLDER",
    ),
    "store-other-version": (
        (
            "{path} a été fait avec une autre version d'icilabas ou de son ontologie ; le refaire : icilabas convert "
            "ENTRÉE --store DOSSIER"
        ),
        (
            "{path} was made with another version of icilabas or of its ontology; rebuild it: icilabas convert INPUT "
            "--store FOLDER"
        ),
    ),
    "store-profile": (
        "{path} a été fait avec le profil « {found} » ; cette commande demande le profil « {asked} ».",
        "{path} was made with the profile “{found}”; this command needs the profile “{asked}”.",
    ),
    "store-profile-remedy": (
        "En faire un autre : icilabas convert ENTRÉE --profile {asked} --store DOSSIER (ou --include-restricted ici).",
        "Make another: icilabas convert INPUT --profile {asked} --store FOLDER (or add --include-restricted here).",
    ),
    "input-and-store": (
        (
            "des entrées et --store à la fois : donner les unes ou l'autre ; pour refaire le dossier, icilabas "
            "convert ENTRÉE --store DOSSIER, sans --out"
        ),
        (
            "inputs and --store together: give one or the other; to rebuild the folder, icilabas convert INPUT "
            "--store FOLDER, without --out"
        ),
    ),
    # an endpoint: its address
    "endpoint-address": (
        "« {found} » n'est pas une adresse de point d'accès SPARQL ; écrire http(s)://machine/chemin",
        "“{found}” is not the address of a SPARQL endpoint; write http(s)://host/path",
    ),
    "endpoint-userinfo": (
        (
            "l'adresse d'un point d'accès ne porte ni nom ni mot de passe ; les mettre dans l'environnement, "
            "ICILABAS_ENDPOINT_USER et ICILABAS_ENDPOINT_PASSWORD"
        ),
        (
            "the address of an endpoint must not contain a user name or password; set them in the environment, as "
            "ICILABAS_ENDPOINT_USER and ICILABAS_ENDPOINT_PASSWORD"
        ),
    ),
    "endpoint-plain": (
        (
            "{url} : un mot de passe ou un jeton n'est envoyé que par https:// ; donner l'adresse https, ou vider "
            "ICILABAS_ENDPOINT_USER, ICILABAS_ENDPOINT_PASSWORD et ICILABAS_ENDPOINT_TOKEN"
        ),
        (
            "{url}: a password or token is only sent over https://; give the https address, or unset "
            "ICILABAS_ENDPOINT_USER, ICILABAS_ENDPOINT_PASSWORD and ICILABAS_ENDPOINT_TOKEN"
        ),
    ),
    "endpoint-timeout": (
        "ICILABAS_ENDPOINT_TIMEOUT vaut « {found} » ; écrire un nombre de secondes plus grand que 0",
        "ICILABAS_ENDPOINT_TIMEOUT is “{found}”; write a number of seconds greater than 0",
    ),
    # an endpoint: the connection
    "endpoint-refused": (
        "{url} : aucun serveur ne répond à cette adresse ; vérifier la machine et le port, et que le serveur tourne",
        "{url}: nothing answers at this address; check the host and port, and that the server is running",
    ),
    "endpoint-unknown-host": (
        "{url} : cette machine est inconnue ; vérifier l'adresse et la connexion",
        "{url}: unknown host; check the address and the connection",
    ),
    "endpoint-certificate": (
        "{url} : la connexion chiffrée échoue (certificat) ; vérifier l'adresse, ou voir qui gère le serveur",
        "{url}: the encrypted connection failed (certificate); check the address, or ask whoever runs the server",
    ),
    "endpoint-401": (
        (
            "{url} : le serveur demande de s'identifier (401) ; mettre ICILABAS_ENDPOINT_USER et "
            "ICILABAS_ENDPOINT_PASSWORD, ou ICILABAS_ENDPOINT_TOKEN, dans l'environnement"
        ),
        (
            "{url}: the server requires a login (401); set ICILABAS_ENDPOINT_USER and ICILABAS_ENDPOINT_PASSWORD, or "
            "ICILABAS_ENDPOINT_TOKEN, in the environment"
        ),
    ),
    "endpoint-401-again": (
        "{url} : le serveur n'accepte pas le nom, le mot de passe ou le jeton de l'environnement (401) ; les vérifier",
        "{url}: the server does not accept the user name, password or token from the environment (401); check them",
    ),
    "endpoint-403": (
        "{url} : lecture interdite (403) ; demander le droit d'interroger à qui gère le serveur",
        "{url}: reading is forbidden (403); ask whoever runs the server for permission to query it",
    ),
    "endpoint-404": (
        "{url} : il n'y a rien à cette adresse (404) ; vérifier le chemin, souvent /sparql ou /query",
        "{url}: there is nothing at this address (404); check the path, often /sparql or /query",
    ),
    "endpoint-busy": (
        "{url} : le serveur n'est pas disponible ({status}), même après plusieurs essais ; recommencer plus tard",
        "{url}: the server is not available ({status}), even after several tries; try again later",
    ),
    "endpoint-redirects": (
        "{url} : le serveur renvoie sans fin d'une adresse à l'autre ; donner l'adresse finale",
        "{url}: the server redirects without end; give the final address",
    ),
    "endpoint-cut": (
        "{url} : la connexion a été coupée avant la fin de la réponse ; recommencer, ou voir le journal du serveur",
        "{url}: the connection was cut before the end of the answer; try again, or look at the server's log",
    ),
    "endpoint-slow": (
        "{url} : pas de réponse complète en {seconds} s ; demander moins, ou augmenter ICILABAS_ENDPOINT_TIMEOUT",
        "{url}: no complete answer in {seconds} s; ask for less, or raise ICILABAS_ENDPOINT_TIMEOUT",
    ),
    # an endpoint: its answer
    "endpoint-rejected": (
        (
            "{url} : le serveur rejette la requête ({status}) : {reason} ; vérifier que c'est un point d'accès "
            "SPARQL 1.1, ou simplifier la requête"
        ),
        (
            "{url}: the server rejects the query ({status}): {reason}; check that it is a SPARQL 1.1 endpoint, or "
            "simplify the query"
        ),
    ),
    "endpoint-html": (
        "{url} : une page web, pas des résultats SPARQL ; donner l'adresse du point d'accès, souvent …/sparql",
        "{url}: this is a web page, not SPARQL results; give the address of the endpoint, often …/sparql",
    ),
    "endpoint-malformed": (
        (
            "{url} : la réponse n'est pas un résultat SPARQL valide ({reason}) ; vérifier l'adresse, ou "
            "voir qui gère le serveur"
        ),
        "{url}: the answer is not a valid SPARQL result ({reason}); check the address, or ask whoever runs the server",
    ),
    "endpoint-endless": (
        "{url} : la réponse dépasse {most} Mo, elle est abandonnée ; demander moins, avec LIMIT par exemple",
        "{url}: the answer exceeds {most} MB and was abandoned; ask for less, for example with LIMIT",
    ),
    "endpoint-capped": (
        (
            "{url} : le serveur ne donne que {most} lignes à la fois, la réponse peut être incomplète ; la demander "
            "par parties, avec ORDER BY, LIMIT et OFFSET"
        ),
        (
            "{url}: the server gives only {most} rows at a time, so the answer may be incomplete; ask for it in "
            "parts, with ORDER BY, LIMIT and OFFSET"
        ),
    ),
    "endpoint-changed": (
        "{url} : {found} triplets lus sur {expected} ; les données changent ou le serveur en retient, recommencer",
        (
            "{url}: only {found} of {expected} triples were read; the data are changing, or the server holds some "
            "back: try again"
        ),
    ),
    # an endpoint: what it holds
    "endpoint-bare": (
        "{url} : il y manque {missing} ; y charger ce qu'écrit « icilabas convert INPUT --infer --out all.nq »",
        "{url}: {missing} is missing; load what “icilabas convert INPUT --infer --out all.nq” writes",
    ),
    "endpoint-ontology": ("l'ontologie d'icilabas", "the icilabas ontology"),
    "endpoint-inferred": ("le graphe de ce qui est inféré", "the graph of inferred statements"),
    "endpoint-no-union": (
        (
            "{url} : une requête sans GRAPH n'y voit pas les graphes nommés ; régler le serveur pour que le graphe "
            "par défaut soit leur union (voir docs/fr/howto/endpoint.md)"
        ),
        (
            "{url}: a query without GRAPH does not see the named graphs; configure the server so that the default "
            "graph is their union (see docs/en/howto/endpoint.md)"
        ),
    ),
    "endpoint-restricted": (
        (
            "{url} : il y a là des passages restreints (personnes), que le profil « {profile} » ne montre pas ; y "
            "charger la seule partie publique (icilabas convert INPUT --infer --out all.nq), ou ajouter "
            "--include-restricted si la commande le permet"
        ),
        (
            "{url}: it holds restricted passages (persons), which the profile “{profile}” does not show; load only "
            "the public part (icilabas convert INPUT --infer --out all.nq), or add --include-restricted if the "
            "command has it"
        ),
    ),
    "endpoint-empty": (
        "{url} : aucun passage dans un graphe nommé ; y charger ce qu'écrit « icilabas convert INPUT --out all.nq »",
        "{url}: no passage in any named graph; load what “icilabas convert INPUT --out all.nq” writes",
    ),
    # the server starts and stops
    "serve-port": (
        "le port {port} ne peut pas être ouvert ({error}) ; en choisir un autre avec --port, ou 0 pour un port libre",
        "port {port} cannot be opened ({error}); choose another with --port, or 0 for a free one",
    ),
    "serve-no-store": (
        "{path} n'est pas une base que l'on peut lire : {error}",
        "{path} is not a store that can be read: {error}",
    ),
    "serve-site": ("le site, prêt dans un moment : {address}", "the site, ready in a moment: {address}"),
    "serve-page": ("poser des questions : {address}query", "ask questions: {address}query"),
    "serve-endpoint": ("point d'accès SPARQL 1.1 : {address}sparql", "SPARQL 1.1 endpoint: {address}sparql"),
    "serve-ready": (
        "Pour cette machine seulement, et en lecture seule. Ctrl-C arrête.",
        "For this machine only, and read-only. Ctrl-C stops it.",
    ),
    "serve-stopped": ("arrêté", "stopped"),
    # the server refuses a request
    "serve-host": (
        "ce serveur ne répond que sous un nom de cette machine : ouvrir http://localhost avec son port",
        "this server only answers to a name of this machine: open http://localhost with its port",
    ),
    "serve-not-found": ("il n'y a rien à cette adresse", "there is nothing at this address"),
    "serve-writing": (
        "le site est en cours d'écriture ; la page s'ouvrira d'elle-même",
        "the site is being written; the page will open by itself",
    ),
    "serve-method": ("méthode refusée ; permises ici : {known}", "method refused; allowed here: {known}"),
    "serve-media": (
        "type de contenu « {found} » refusé ; admis : {known}",
        "content type “{found}” refused; accepted: {known}",
    ),
    "serve-accept": (
        "aucune des formes demandées n'existe pour cette réponse ; possibles : {known}",
        "none of the requested formats is available for this answer; available: {known}",
    ),
    "serve-too-long": (
        "la demande est trop longue ({most} octets au plus) ; raccourcir la requête",
        "the request is too long ({most} bytes at most); shorten the query",
    ),
    "serve-not-text": ("la demande n'est pas en UTF-8", "the request is not UTF-8"),
    "serve-read-only": (
        "ce point d'accès est en lecture seule : les mises à jour (INSERT, DELETE, LOAD, CLEAR…) sont refusées",
        "this endpoint is read-only: updates (INSERT, DELETE, LOAD, CLEAR …) are refused",
    ),
    "serve-elsewhere": (
        "SERVICE est refusé : ce point d'accès n'interroge aucun autre serveur. Ôter cette partie de la requête",
        "SERVICE is refused: this endpoint queries no other server. Remove this part of the query",
    ),
    "serve-no-query": (
        "la requête manque ; l'écrire dans le paramètre « query »",
        "the query is missing; write it in the parameter “query”",
    ),
    "serve-many-queries": (
        "le paramètre « query » est donné plusieurs fois ; l'écrire une fois",
        "the parameter “query” is given several times; write it once",
    ),
    "serve-syntax": (
        "la requête n'est pas du SPARQL valide, à la ligne {line}, colonne {column} : {error}",
        "the query is not valid SPARQL, at line {line}, column {column}: {error}",
    ),
    # the server gives up
    "serve-time": (
        "la requête a dépassé {seconds} s et a été arrêtée ; la restreindre, ou donner plus de temps avec --timeout",
        "the query took more than {seconds} s and was stopped; narrow it down, or start serve with a longer --timeout",
    ),
    "serve-size": (
        "la réponse dépasse {most} Mo ; la restreindre, par exemple avec LIMIT",
        "the answer exceeds {most} MB; narrow it down, for example with LIMIT",
    ),
    "serve-memory": (
        "la requête demande plus de mémoire que permis, ou elle est trop imbriquée ; la restreindre",
        "the query needs more memory than is allowed, or is nested too deeply; narrow it down",
    ),
    "serve-busy": (
        "trop de requêtes attendent ; réessayer dans quelques secondes",
        "too many queries are waiting; try again in a few seconds",
    ),
    "serve-stopping": ("le serveur s'arrête", "the server is stopping"),
    "serve-other": ("la demande ne peut pas être traitée ({error})", "the request cannot be handled ({error})"),
    "serve-broken": (
        "une erreur de ce programme a empêché de répondre ; sa cause est sur la sortie d'erreur",
        "an error in this program prevented an answer; its cause is on standard error",
    ),
}
