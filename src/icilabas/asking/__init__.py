"""Questions as SPARQL files: bound, asked of any dataset, and their answers as rows, tables and texts.

In: a dataset, the name of a question, values for its parameters.
Out: rows, tables of cells with their evidence, text in five forms.
"""
