"""The archive of an organisation as a file: rows as JSON, written and read; what may not be believed of a file from elsewhere."""
