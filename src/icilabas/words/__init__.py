"""Everything that is said, in each language; texts from outside made safe; nothing here knows of RDF.

In: keys and values.
Out: texts in each language.
"""
