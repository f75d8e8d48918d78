"""The Payments page: remittances proved, posted and reversed, and what patients paid."""
