"""What can be done with the organisation, one module per noun."""
