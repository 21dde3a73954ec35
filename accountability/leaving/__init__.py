"""Leaving with everything: one archive of an organisation, its restoring elsewhere, erasure of organisations and of people,
and how long each kind of thing is kept. What is in a column, and so what follows for it, stands in `columns.yaml`.

It does not know what the tables of other capabilities mean: it walks them.
"""
