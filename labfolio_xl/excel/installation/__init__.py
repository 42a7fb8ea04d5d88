"""Install the add-in, its library and its configuration, and check the installation."""
