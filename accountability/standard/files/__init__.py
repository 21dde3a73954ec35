"""Packs and translations as files that people edit elsewhere: read without trust, written so that they can be read again."""
