"""Listening: the promise, the questionnaire, anonymous collection, and results that cannot point at anybody.

What is done with what was heard (themes, decisions, the reply) belongs to followup.
"""
