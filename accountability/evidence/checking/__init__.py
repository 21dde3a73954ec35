"""Looking into files from outside: what they are, what hides in them, what they must not hold. Done in a process of its own."""
