"""Files as such: written whole or not at all, CSV tables and Excel workbooks."""
