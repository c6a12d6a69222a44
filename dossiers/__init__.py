"""The domain, pure: codes, procedures, components, states, completeness, indicators. No I/O."""
