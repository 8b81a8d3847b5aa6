"""What the answers amount to: rulings by rule, verdicts by unit and criterion."""
