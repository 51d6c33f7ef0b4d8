"""Questions asked with other values than their own: the name of the expected rows, the question, the values."""

VARIANTS: dict[str, dict[str, str]] = {
    "shared-challenges--lille-tchad": {"a": "Lille", "b": "Tchad"},
    "linking-actors--lille-tchad": {"a": "Lille", "b": "Tchad"},
    "network-members--apes": {"network": "APES"},
    "who-says-so--emdk": {"thing": "EMDK"},
    "obstacles--tchad": {"about": "Tchad"},
    "said-by--cfsi": {"speaker": "CFSI"},
}

HERE_AND_THERE = {"a": "Val-des-Lucioles", "b": "Rives-du-Baobab-Bleu"}
# Of the invented network, whose editions are asked what changed.
OF_EDITIONS: dict[str, dict[str, str]] = {
    "new-since": HERE_AND_THERE,
    "new-since--2021": {**HERE_AND_THERE, "since": "2021"},
}
