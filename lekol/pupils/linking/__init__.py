"""The engine that links two pupil bases: arrays in, links out. It knows no database, no clock, no request."""
