"""What the estate costs at 1 300, 100 000 and 1 000 000 devices: loaded by COPY, asked over HTTP, CPU by process."""
