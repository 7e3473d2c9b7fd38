"""The two pupil databases in agreement (article 3)."""
