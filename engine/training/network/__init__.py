"""How a network learns: the plan, the one loop, methods, distilling and pruning."""
