"""What translators work with: the texts, the catalogues, and lists made from both."""
