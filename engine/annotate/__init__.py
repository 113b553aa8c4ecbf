"""What a document's text says: its mentions, the entities they refer to, and how those relate."""
