"""The one store: its tables, its rows and the database under it."""
