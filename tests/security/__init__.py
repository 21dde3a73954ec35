"""What is promised about security as a table (`python -m tests.security.asvs`), and checks that belong to no capability."""
