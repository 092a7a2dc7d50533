"""The platform's tables, their migrations, and transactions over them."""
