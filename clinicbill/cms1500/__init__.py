"""The paper claim, CMS-1500 (02/12)."""
