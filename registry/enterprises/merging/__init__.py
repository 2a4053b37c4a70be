"""Enterprises that the register holds twice: found, compared, merged into one, and taken apart again (合并重复的企业)."""
