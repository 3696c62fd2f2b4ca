"""The seal: what personal data looks like at rest. The only cryptography in the house."""
