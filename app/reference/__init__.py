"""Reference data of schooling in China, as versioned files: codes are stored, names are looked up."""
