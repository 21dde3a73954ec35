"""The standard an organisation scores itself against: clusters, commitments and key actions, as versioned content packs.

A pack is a folder of text files in `packs/`, not code and not tables: its wording is reviewed, translated and compared between
versions as text, and official wording can replace ours item by item. A published version never changes, so an assessment stores
the pack's id and version with the slugs it rated, and reads the same words years later. Nothing about an organisation is here.
"""
