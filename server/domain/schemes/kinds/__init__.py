"""What kinds of rules and decisions are, and the pieces that several of them share."""
