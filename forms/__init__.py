"""What people may type, and what we say when it cannot be accepted. One module per capability; nothing here asks a database."""
