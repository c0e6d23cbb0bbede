"""The screen: shows what `service.desk` says, and asks it for what the reader wants."""
