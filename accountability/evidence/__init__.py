"""Evidence: pieces of files and links that support a level. What they support, this capability does not know."""
