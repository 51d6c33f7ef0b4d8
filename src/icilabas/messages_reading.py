"""What reading says of rows, sources and cells as a whole: same form as ``messages.MESSAGES``."""

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
