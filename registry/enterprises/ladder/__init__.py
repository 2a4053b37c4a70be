"""梯度培育: the tiers that enterprises climb, what each asks for, and who meets it."""
