"""What links two territories: partnerships, challenges, ties, bridging actors, and the half page that tells it.

In: a dataset and the names of two territories.
Out: a `TerritoryComparison`: plain values, text, Markdown.
"""
