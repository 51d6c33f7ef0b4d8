"""The command line.

In: the words of a call.
Out: files, text on standard output, messages and an exit code.
"""
