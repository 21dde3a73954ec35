"""The demo region: sixty invented organisations that score themselves, listen, reply and compare, over three years.

Everything is drawn from a seed and then done through the same commands and pages that people use; nothing is inserted
behind their back. Names of organisations and people are invented. It is not a source of facts about anybody.
"""
