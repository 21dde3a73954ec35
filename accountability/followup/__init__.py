"""What is done with what was heard: themes, a decision with a reason for each, and the public reply.

It reads what was asked and how many answered from the surveys, and never sees a single answer.
The plan and its actions will live here too; they are not here yet.
"""
