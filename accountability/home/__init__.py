"""The first page after signing in: where the organisation stands in its cycle, and what comes next.

It stores nothing and changes nothing; it reads the other capabilities' queries and points at their pages.
"""
