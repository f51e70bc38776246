"""Comments: said beside the text, about one place in it, until they are settled."""
