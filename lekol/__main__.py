"""`python -m lekol`: the console command, wherever scripts are installed."""

from lekol.project.cli import main

if __name__ == "__main__":
    main()
