"""How the house runs: settings, addresses, the console command, the demonstration."""
