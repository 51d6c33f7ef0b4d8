"""Readers: each form of input (tables, workbooks, RDF, IATI, an endpoint's content) as statements of its passages."""
