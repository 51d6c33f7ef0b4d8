"""Views of a dataset as NetworkX graphs, and which of its actors is on which side of two territories."""
