"""How right and how fast: audits of coded visits, and the pace of coding."""
