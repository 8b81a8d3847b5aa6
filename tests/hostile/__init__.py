"""Hazards: repositories, surroundings and arguments that must not hurt; each is a whole process."""
