"""Whether data are as the SHACL shapes want them, and which things may be one.

In: what was read, with the places of its cells.
Out: faults, each with its place and a remedy.
"""
