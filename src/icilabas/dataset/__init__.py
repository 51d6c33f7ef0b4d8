"""A dataset: inputs read, filtered by profile and inferred; in memory, in a store on disk, or behind an endpoint.

In: inputs and a profile.
Out: a store, an endpoint or an `rdflib.Dataset` that can be asked.
"""
