"""The version of the pipeline: part of every manifest, and of what decides the archive's bytes."""

VERSION = "0.1.0"
