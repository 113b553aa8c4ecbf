"""Model folders: written, quantized, compressed, and brought in from elsewhere."""
