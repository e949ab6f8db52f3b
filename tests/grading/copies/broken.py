"""Le registre des copies abîmées ; chaque module broken_*.py y range les siennes."""

from .base import register

BROKEN: dict = {}
damage = register(BROKEN)
