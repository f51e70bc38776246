"""What administrators type in, one module per noun."""
