"""The site and a SPARQL endpoint, served on this machine.

In: inputs, requests over HTTP.
Out: pages, answers to queries.
"""
