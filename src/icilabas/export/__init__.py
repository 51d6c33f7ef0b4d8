"""Ways out: RDF files, Excel workbooks, network files, Parquet tables.

In: a store, or a NetworkX graph.
Out: bytes and files that others read.
"""
