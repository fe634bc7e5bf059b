"""Surveys: a company's questions to who was helped, until a deadline."""

from pathlib import Path

from aldaba.capability import Capability

SURVEYS = Capability(name="surveys", forms=(Path(__file__).with_name("form.toml"),))
