"""A terminal's devices under supervision: each on a thread of its own, dropped when pulled, opened anew when back."""
