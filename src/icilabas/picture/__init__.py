"""A NetworkX graph, ours or any, as one interactive page that asks for nothing."""
