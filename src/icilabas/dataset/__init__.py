"""A dataset: inputs read, filtered by profile and inferred; in memory, in a store on disk, or behind an endpoint."""
