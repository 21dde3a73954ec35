"""Puts the story of the demo region on stage: every step is a command or a page that people use, at the time of the story."""

from accountability.demo.loading.load import DemoState, find_state, load_demo

__all__ = ["DemoState", "find_state", "load_demo"]
