"""Whether data are as the SHACL shapes want them, which things may be one, what a server keeps otherwise than files.

In: what was read, with the places of its cells; what a server says.
Out: faults, each with its place and a remedy.
"""
