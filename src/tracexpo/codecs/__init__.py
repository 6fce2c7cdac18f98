"""Readers and writers: JSON, JSON Lines, and what the other formats share."""
