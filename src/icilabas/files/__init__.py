"""Files as such: written whole or not at all, CSV tables and Excel workbooks.

In: paths, bytes, rows.
Out: cells with their places; files.
"""
