"""Room: corrections. What enterprises and townships say is wrong in the register, and what the bureau answers (更正)."""
