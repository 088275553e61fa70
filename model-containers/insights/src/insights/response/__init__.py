"""Who answers a message: by a click or an order inside the window."""
