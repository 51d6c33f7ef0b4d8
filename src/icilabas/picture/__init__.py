"""A NetworkX graph, ours or any, as one interactive page that asks for nothing.

In: a NetworkX graph.
Out: one HTML file; points, sizes and colours.
"""
