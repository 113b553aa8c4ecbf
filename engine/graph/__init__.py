"""Parts of the knowledge graph: which entities to show around some, and where. Pure; reads no store."""
