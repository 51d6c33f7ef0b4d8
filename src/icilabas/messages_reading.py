"""What reading says of rows, sources and cells as a whole: same form as ``messages.MESSAGES``."""

READING = {
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
