"""The pages of intake: for people without an account, and for those who answer them."""
