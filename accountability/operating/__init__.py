"""The operator in an organisation: let in by its owner for a limited time, seen in its record, never at answers or the vault."""
