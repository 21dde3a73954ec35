"""What the tests stand on: a PostgreSQL of their own, organisations with members, and a client that checks every page it sees."""
