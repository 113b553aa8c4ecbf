"""What is learnt from: corpora, corrections, the base set, and what is made of them."""
