"""What tables in a notebook say, in French and in English: a part of the table in ``messages``."""

DISPLAY = {
    "needs-pandas": (
        "pandas n'est pas installé ; l'installer par « python -m pip install pandas », ou prendre to_dicts()",
        "pandas is not installed; install it by “python -m pip install pandas”, or take to_dicts()",
    ),
    "more-rows": ("{shown} lignes montrées sur {count}", "{shown} of {count} rows are shown"),
    "no-rows": ("Aucune réponse.", "No row."),
    "no-fault": ("Conforme : aucun défaut.", "Conforms: no fault."),
    "fault-place": ("Où", "Where"),
    "fault-severity": ("Gravité", "Severity"),
    "fault-Violation": ("défaut", "fault"),
    "fault-Warning": ("avertissement", "warning"),
    "fault-text": ("Ce qui ne va pas, et quoi écrire", "What is wrong, and what to write"),
    "graph-size": ("{nodes} nœuds, {ties} liens", "{nodes} nodes, {ties} ties"),
    "graph-untitled": ("Réseau", "Network"),
    "graph-from": ("de", "from"),
    "graph-one": ("entre", "between"),
    "graph-other": ("et", "and"),
    "graph-to": ("vers", "to"),
    "graph-relation": ("lien", "tie"),
    "graph-weight": ("poids", "weight"),
    "graph-evidence": ("qui le dit", "who says so"),
    "graph-node": ("nœud", "node"),
    "graph-kind": ("genre", "kind"),
    "page-short": ("p. {page}", "p. {page}"),
}
