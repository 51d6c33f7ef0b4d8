"""Readers: each form of input (tables, workbooks, RDF, IATI, an endpoint's content) as statements of its passages.

In: paths and addresses.
Out: what was read: a store, its faults, and where each thing stands.
"""
