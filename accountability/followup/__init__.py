"""What is done with what was heard and found: themes, a decision with a reason for each, the public reply, and the plan.

It reads what was asked and how many answered from the surveys, and never sees a single answer. An action of the plan serves a
commitment; the assessment it came from and, once decisions join the same plan, the theme are said beside it.
"""
