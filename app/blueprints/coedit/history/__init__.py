"""How a text came about: versions, who wrote which words, what changed, and the way back."""
