"""Questions asked with other values than their own: the name of the expected rows, the question, the values."""

VARIANTS: dict[str, dict[str, str]] = {
    "shared-challenges--lille-tchad": {"a": "Lille", "b": "Tchad"},
    "linking-actors--lille-tchad": {"a": "Lille", "b": "Tchad"},
    "network-members--apes": {"network": "APES"},
    "who-says-so--emdk": {"thing": "EMDK"},
    "obstacles--tchad": {"about": "Tchad"},
    "said-by--cfsi": {"speaker": "CFSI"},
}
