"""What the screen is made of: one widget a file, each shows one kind of value and knows nothing of the application."""
