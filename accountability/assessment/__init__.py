"""The organisation scores itself against the standard: ratings, progress, profile, sign-off.

It does not listen (survey), decide or plan (followup), nor compare with others (benchmark).
"""
