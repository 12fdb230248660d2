"""What happens to a registration, one use case a file."""
