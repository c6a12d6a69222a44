"""`sohoa doctor`: what the office needs, looked at now, and what to do where it is not there."""
