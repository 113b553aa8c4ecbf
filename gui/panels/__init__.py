"""The screens of the left rail, one module each."""
