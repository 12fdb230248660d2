"""What every other part speaks of: submissions and what can become of them."""
