"""What every model container shares."""
