"""XLSX and CSV: those of strangers are read within limits and worked out, followed or run in nothing; ours are written as text."""
