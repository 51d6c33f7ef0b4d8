"""What links two territories: partnerships, challenges, ties, bridging actors, and the half page that tells it."""
