"""Setup: everything the practice is made of, and the wizard that makes one."""
