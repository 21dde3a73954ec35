"""Small faults, planted one at a time in a copy of the code: each must be caught by the tests named with it."""
