"""What presenters know of views: plain states that go in, signals that come out."""
