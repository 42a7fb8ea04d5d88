"""How often rows come, and how tables of different frequencies are matched."""
