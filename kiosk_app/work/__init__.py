"""What happens between the screens and the shared use cases: the session's state, its flow, scanning and printing."""
