"""One module per family of formats; they run in a reader process only (see ``engine.ingest.sandbox``)."""
