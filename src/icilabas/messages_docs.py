"""What is said of the documentation that goes into a site."""

DOCS = {
    "no-documentation": (
        "{path} n'est pas une documentation : la page index.html y manque ; la faire avec « make docs »",
        "{path} is no documentation: it has no page index.html; make it with “make docs”",
    ),
}
