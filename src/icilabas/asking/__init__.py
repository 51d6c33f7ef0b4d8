"""Questions as SPARQL files: bound, asked of any dataset, and their answers as rows, tables and texts."""
