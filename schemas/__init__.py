"""Value types and records of the registry (登记簿): the ground floor, importing nothing of ours."""
