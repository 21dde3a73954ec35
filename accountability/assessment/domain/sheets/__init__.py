"""Spreadsheets of an assessment: the columns, what a row says, how a foreign sheet is understood, what bringing it in would do."""
