"""Languages: the catalogues, and two invented ones that show what cannot be translated and what breaks when it grows."""
