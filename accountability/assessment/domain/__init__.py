"""Decides about assessments: answers and their merging, means, progress, signing. Pure."""
