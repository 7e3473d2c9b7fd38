"""Faults by mail: an IMAP box read by a job, its messages translated into words of ours."""
