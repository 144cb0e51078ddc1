"""How the tables came to be, one numbered file a change. Run by `Database.migrate`."""
