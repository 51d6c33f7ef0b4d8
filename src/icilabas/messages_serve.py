"""What ``serve`` and its endpoint say, in French and in English: a part of the table in ``messages``."""

SERVE = {
    # starting
    "serve-port": (
        "le port {port} ne peut pas être ouvert ({error}) ; en choisir un autre avec --port, ou 0 pour un port libre",
        "port {port} cannot be opened ({error}); choose another with --port, or 0 for a free one",
    ),
    "serve-no-store": (
        "{path} n'est pas une base que l'on peut lire : {error}",
        "{path} is no store that can be read: {error}",
    ),
    "serve-site": ("le site, prêt dans un moment : {address}", "the site, ready in a moment: {address}"),
    "serve-page": ("poser des questions : {address}query", "ask questions: {address}query"),
    "serve-endpoint": ("point d'accès SPARQL 1.1 : {address}sparql", "SPARQL 1.1 endpoint: {address}sparql"),
    "serve-ready": (
        "Pour cette machine seulement, et en lecture seule. Ctrl-C arrête.",
        "For this machine only, and to be read only. Ctrl-C stops it.",
    ),
    "serve-stopped": ("arrêté", "stopped"),
    # refusing
    "serve-host": (
        "ce serveur ne répond que sous un nom de cette machine : ouvrir http://localhost avec son port",
        "this server answers by a name of this machine only: open http://localhost with its port",
    ),
    "serve-not-found": ("il n'y a rien à cette adresse", "there is nothing at this address"),
    "serve-writing": (
        "le site est en cours d'écriture ; la page s'ouvrira d'elle-même",
        "the site is being written; the page will open by itself",
    ),
    "serve-method": (
        "méthode refusée ; permises ici : {known}",
        "method refused; allowed here: {known}",
    ),
    "serve-other": ("la demande ne peut pas être traitée ({error})", "the request cannot be handled ({error})"),
    "serve-broken": (
        "une erreur de ce programme a empêché de répondre ; sa cause est sur la sortie d'erreur",
        "a fault of this program prevented an answer; its cause is on standard error",
    ),
    "serve-read-only": (
        "ce point d'accès est en lecture seule : les mises à jour (INSERT, DELETE, LOAD, CLEAR…) sont refusées",
        "this endpoint is read-only: updates (INSERT, DELETE, LOAD, CLEAR …) are refused",
    ),
    "serve-elsewhere": (
        "SERVICE est refusé : ce point d'accès n'interroge aucun autre serveur. Ôter cette partie de la requête",
        "SERVICE is refused: this endpoint asks no other server. Take this part out of the query",
    ),
    "serve-no-query": (
        "la requête manque ; l'écrire dans le paramètre « query »",
        "the query is missing; write it in the parameter “query”",
    ),
    "serve-many-queries": (
        "le paramètre « query » est donné plusieurs fois ; l'écrire une fois",
        "the parameter “query” is given several times; write it once",
    ),
    "serve-not-text": ("la demande n'est pas en UTF-8", "the request is not UTF-8"),
    "serve-syntax": (
        "la requête n'est pas du SPARQL valable, à la ligne {line}, colonne {column} : {error}",
        "the query is not valid SPARQL, at line {line}, column {column}: {error}",
    ),
    "serve-media": (
        "type de contenu « {found} » refusé ; admis : {known}",
        "content type “{found}” refused; accepted are {known}",
    ),
    "serve-accept": (
        "aucune des formes demandées n'existe pour cette réponse ; possibles : {known}",
        "none of the forms asked for exists for this answer; possible are {known}",
    ),
    "serve-too-long": (
        "la demande est trop longue ({most} octets au plus) ; raccourcir la requête",
        "the request is too long ({most} bytes at most); shorten the query",
    ),
    "serve-time": (
        "la requête a dépassé {seconds} s et a été arrêtée ; la restreindre, ou relancer serve avec --timeout",
        "the query took more than {seconds} s and was stopped; narrow it down, or start serve with a longer --timeout",
    ),
    "serve-size": (
        "la réponse dépasse {most} Mo ; la restreindre, par exemple avec LIMIT",
        "the answer exceeds {most} MB; narrow it down, with LIMIT for example",
    ),
    "serve-memory": (
        "la requête demande plus de mémoire que permis, ou elle est trop imbriquée ; la restreindre",
        "the query needs more memory than is allowed, or is nested too deeply; narrow it down",
    ),
    "serve-busy": (
        "trop de requêtes attendent ; réessayer dans quelques secondes",
        "too many queries are waiting; try again in some seconds",
    ),
    "serve-stopping": ("le serveur s'arrête", "the server is stopping"),
}
