"""What the program can do, a file a noun: the one place where effects meet the core."""
