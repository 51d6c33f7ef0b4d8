"""Ways out: RDF files, Excel workbooks, network files."""
