"""How the thesaurus of matching is learned from a table of labels in French and English.

Nothing of the running bot imports this: `python -m matching.learning labels.csv` is run by hand,
and writes the table that ships with the package.
"""
