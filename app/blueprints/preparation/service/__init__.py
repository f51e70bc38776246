"""The use cases of joint preparation."""
