"""What people take away: a certificate, and a badge that anybody can check."""
