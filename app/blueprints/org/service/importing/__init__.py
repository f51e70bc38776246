"""Teachers from Excel: read, dry run, confirm, hand out passwords, take back."""
