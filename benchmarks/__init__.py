"""What Binôme costs and what its matching finds, measured: `make bench`."""
