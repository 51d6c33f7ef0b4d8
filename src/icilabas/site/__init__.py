"""The site: a report, pages of each pair and thing, answers, graph and downloads, which open without a connection.

In: inputs.
Out: a folder of pages and files.
"""
