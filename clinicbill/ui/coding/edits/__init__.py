"""What the rules say beside the visit, and the acts that answer: details, reasons, notices, global periods."""
