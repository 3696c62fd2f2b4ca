"""The demonstration: scenarios played through the real pages, as the people whom they describe."""
