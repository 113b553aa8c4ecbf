"""Making and judging models; torch and transformers are imported only inside functions that train."""
