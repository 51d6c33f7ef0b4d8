"""Views of a dataset as NetworkX graphs, and which of its actors is on which side of two territories.

In: a dataset and the name of a view.
Out: a NetworkX graph whose nodes and ties carry names, places and evidence.
"""
